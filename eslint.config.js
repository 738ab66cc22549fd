import tseslint from "typescript-eslint";
import { importX, createNodeResolver } from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";

// The stages in the order of the data path. A stage may use the contracts of those before it, never one after it.
const stages = [
  "workspace",
  "segy",
  "geometry",
  "demo",
  "quality",
  "display",
  "sampling",
  "imputation",
  "features",
  "labels",
  "split",
  "models",
  "evaluation",
  "registry",
  "bundle",
  "serving",
  "reports",
  "steps",
];
const pipeline = "./src/pipeline";

const stageZones = stages.flatMap((stage, index) => [
  ...stages.slice(index + 1).map((later) => ({
    target: `${pipeline}/${stage}/**/!(*.test).ts`,
    from: `${pipeline}/${later}`,
    message: `${stage} comes before ${later} in the data path.`,
  })),
  ...stages.slice(0, index).map((earlier) => ({
    target: `${pipeline}/${stage}/!(*.test|*.fixture).ts`,
    from: `${pipeline}/${earlier}`,
    except: ["./contract.ts"],
    message: `Import ${earlier}'s contract, not its inside.`,
  })),
]);

const layers = ["quantities", "numerics", "pipeline", "adapters", "services"];
const layerZones = layers.flatMap((layer, index) =>
  [...layers.slice(index + 1).map((above) => `src/${above}`), "src/headless", "src/ui", "workers"].map(
    (above) => ({
      // Tests may use a house to reach real files.
      target: `./src/${layer}/**/!(*.test).ts`,
      from: `./${above}`,
      message: `${layer} may not know ${above}: arrows point one way.`,
    }),
  ),
);
// The houses do not know each other, and each has its own adapters.
const houseZones = [
  ["./src/headless", "./src/ui"],
  ["./src/headless", "./src/adapters/browser"],
  ["./src/ui", "./src/headless"],
  ["./src/ui", "./src/adapters/node"],
  ["./src/adapters/browser", "./src/adapters/node"],
  ["./src/adapters/node", "./src/adapters/browser"],
  ["./workers", "./src/adapters/node"],
  ["./workers", "./src/ui"],
].map(([target, from]) => ({ target: `${target}/**/!(*.test).ts*`, from, message: "One house at a time." }));

export default tseslint.config(
  {
    ignores: [
      "dist",
      "coverage",
      ".cache",
      ".venv*",
      "src/numerics/kernels/assembly",
      "src/numerics/kernels/generated",
      "**/*.js",
      "**/*.mjs",
      "src/pipeline/platform.d.ts",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver(), createNodeResolver()] },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones: [...layerZones, ...houseZones, ...stageZones] }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-non-null-assertion": "off", // typed arrays under noUncheckedIndexedAccess
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/require-await": "off", // ports are asynchronous even where one house is not
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "Name what is exported." },
      ],
    },
  },
  {
    files: ["src/pipeline/**/!(*.test).ts", "src/numerics/**/!(*.test).ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Take a seeded Random." },
        { object: "Date", property: "now", message: "Take a clock." },
      ],
    },
  },
);
