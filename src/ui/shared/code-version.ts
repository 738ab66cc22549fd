declare const __CODE_VERSION__: string | undefined;

/** Version and commit of the app, put in when it is built; "source" in pages that tests build by themselves. */
export const codeVersion = typeof __CODE_VERSION__ === "string" ? __CODE_VERSION__ : "source";
