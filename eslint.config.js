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

// Zones of a place stand in a block of their own with the files of that place, so that a place can be read by itself.
const zone = (from, message, except) => ({
  target: ".",
  from: `./${from}`,
  message,
  ...(except ? { except } : {}),
});
const restrict = (files, zones) => ({
  files,
  rules: { "import-x/no-restricted-paths": ["error", { zones }] },
});

const layers = ["quantities", "numerics", "pipeline", "adapters", "services"];
const layerZones = (layer) =>
  [
    ...layers.slice(layers.indexOf(layer) + 1).map((above) => `src/${above}`),
    "src/headless",
    "src/ui",
    "workers",
  ].map((above) => zone(above, `${layer} may not know ${above}: arrows point one way.`));
// The houses do not know each other, and each has its own adapters.
const houseZones = (...others) => others.map((other) => zone(other, "One house at a time."));

const laterZones = (stage) =>
  stages
    .slice(stages.indexOf(stage) + 1)
    .map((later) => zone(`src/pipeline/${later}`, `${stage} comes before ${later} in the data path.`));
const insideZones = (stage) =>
  stages
    .slice(0, stages.indexOf(stage))
    .map((earlier) =>
      zone(`src/pipeline/${earlier}`, `Import ${earlier}'s contract, not its inside.`, ["./contract.ts"]),
    );

// Tests may use a house to reach real files. A block takes the place of those before it.
const walls = [
  ...layers.map((layer) => restrict([`src/${layer}/**/!(*.test).ts`], layerZones(layer))),
  ...stages.flatMap((stage) => {
    const zones = [...layerZones("pipeline"), ...laterZones(stage)];
    return [
      restrict([`src/pipeline/${stage}/**/!(*.test).ts`], zones),
      restrict([`src/pipeline/${stage}/!(*.test|*.fixture).ts`], [...zones, ...insideZones(stage)]),
    ];
  }),
  restrict(
    ["src/adapters/browser/**/!(*.test).ts*"],
    [...layerZones("adapters"), ...houseZones("src/adapters/node")],
  ),
  restrict(
    ["src/adapters/node/**/!(*.test).ts*"],
    [...layerZones("adapters"), ...houseZones("src/adapters/browser")],
  ),
  restrict(["src/headless/**/!(*.test).ts*"], houseZones("src/ui", "src/adapters/browser")),
  restrict(["src/ui/**/!(*.test).ts*"], houseZones("src/headless", "src/adapters/node")),
  restrict(["workers/**/!(*.test).ts*"], houseZones("src/adapters/node", "src/ui")),
];

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
  ...walls,
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
