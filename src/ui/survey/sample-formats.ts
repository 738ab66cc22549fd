/** Sample formats that are read, as a person knows them. */
export const formats = [
  { code: 1, name: "IBM float" },
  { code: 3, name: "int16" },
  { code: 5, name: "IEEE float" },
  { code: 8, name: "int8" },
] as const;
