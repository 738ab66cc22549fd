/** What keys and the pointer do, by where they do it. Whoever adds a key adds its line here. */
export const shortcuts: readonly {
  readonly place: string;
  readonly keys: readonly (readonly [keys: string, what: string])[];
}[] = [
  {
    place: "Everywhere",
    keys: [
      ["Ctrl K, ⌘ K", "search or run: pages, lines, models, acts"],
      ["?", "this sheet"],
      ["T", "dark or light"],
      ["Esc", "close what lies over the page"],
      ["Tab, ⇧ Tab", "to the next, to the last control"],
    ],
  },
  {
    place: "Section",
    keys: [
      ["[  ]", "line before, line after"],
      ["F, 0", "whole section"],
      ["+  −", "zoom"],
      ["← → ↑ ↓", "move"],
      ["wheel", "zoom at the pointer; with ⇧ along the line alone"],
      ["drag, ⇧ drag", "move; zoom into a box"],
      ["Z", "a drag zooms into a box, or moves again"],
      ["double click", "whole section"],
      ["D", "display controls"],
      ["V", "density, wiggle, area, both"],
      ["G, ⇧ G", "more gain, less gain"],
      ["P", "reverse the polarity"],
      ["X", "turn the line round"],
    ],
  },
  {
    place: "Labelling a section",
    keys: [
      ["1 … 9", "the class that is painted"],
      ["E", "erase"],
      ["B, R, O, K", "brush, rectangle, polygon, pick"],
      ["click, double click", "corners of a polygon or a pick, and its last one"],
      ["Enter, ⌫, Esc", "end it, take a corner back, give it up"],
      ["Ctrl Z, Ctrl Y", "undo, redo"],
    ],
  },
  {
    place: "Map",
    keys: [
      ["F, 0", "all of it"],
      ["+  −, wheel", "zoom"],
      ["← → ↑ ↓, drag", "move"],
      ["⇧ drag", "zoom into a box"],
      ["Enter, click", "the inline through a bin; with ⇧ the crossline"],
      ["Rectangle: drag", "select bins"],
      ["Polygon: click, Enter", "set corners, close; Backspace takes one back, Esc drops all"],
    ],
  },
  {
    place: "Serve",
    keys: [
      [",  .", "trace before, trace after"],
      ["[  ]", "line before, line after"],
      ["↑ ↓, PgUp PgDn, Home End", "another window of the trace"],
    ],
  },
  {
    place: "Headers, tables and matrices",
    keys: [
      ["[  ]", "on Headers: survey before, survey after"],
      ["← → ↑ ↓", "from cell to cell, from row to row"],
      ["PgUp PgDn, Home End", "by pages, to the ends"],
      ["Ctrl Enter", "run the SQL query"],
    ],
  },
];
