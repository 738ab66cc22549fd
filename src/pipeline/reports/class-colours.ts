/** Okabe–Ito, told apart by all common kinds of colour vision; then two greys for longer schemes. [r, g, b] */
const palette = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [213, 94, 0],
  [240, 228, 66],
  [90, 90, 90],
  [150, 90, 40],
  [170, 170, 170],
] as const;

export type Colour = readonly [red: number, green: number, blue: number];

/** Colour of a class; longer schemes than the palette begin again. */
export const classColour = (index: number): Colour => palette[index % palette.length]!;

export const cssColour = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;
