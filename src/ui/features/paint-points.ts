/** Where points are painted: a raster and the values at its edges, the smaller ones left and at the bottom. */
export interface PointRaster {
  /** RGBA, row by row from the top; transparent at first. */
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly x: readonly [left: number, right: number];
  readonly y: readonly [bottom: number, top: number];
}

export interface PaintedPoints {
  readonly rows: number;
  readonly x: (row: number) => number;
  readonly y: (row: number) => number;
  /** `[rows, 3]` */
  readonly colours: Uint8Array;
  /** 1: not painted. */
  readonly hidden?: Uint8Array | undefined;
  /** 1: stands out; the others step back where there is one. */
  readonly marked?: Uint8Array | undefined;
}

interface Look {
  /** In pixels of the raster. */
  readonly radius: number;
  /** 0 … 1 */
  readonly opacity: number;
}

/** A disc's share of the pixels around its middle, softened over one pixel at the edge: those that it touches. */
interface Disc {
  readonly reach: number;
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly share: Float64Array;
}

function discOf({ radius, opacity }: Look): Disc {
  const reach = Math.ceil(radius);
  const side = 2 * reach + 1;
  const cells = Array.from({ length: side * side }, (_, i) => {
    const [dx, dy] = [(i % side) - reach, Math.floor(i / side) - reach];
    return { dx, dy, share: opacity * Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy))) };
  }).filter(({ share }) => share > 0);
  return {
    reach,
    dx: Int32Array.from(cells, ({ dx }) => dx),
    dy: Int32Array.from(cells, ({ dy }) => dy),
    share: Float64Array.from(cells, ({ share }) => share),
  };
}

/** A step that visits all rows once, far from their order: a class or a line whose windows come last would hide all others. */
function mixingStep(rows: number): number {
  const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
  let step = Math.max(1, Math.round(rows * 0.618));
  while (commonDivisor(rows, step) !== 1) step++;
  return step;
}

/** Points that are painted before the page has its turn. */
const pointsAtOnce = 10_000;

/**
 * Paints points as small discs, one over the other in an order of no meaning, marked ones over all others. Yields after so
 * many that a page can do other things meanwhile.
 * @param ratio pixels of the raster in a CSS pixel
 * @returns how many of the points that are not hidden lie outside the raster
 */
export function* paintPoints(
  raster: PointRaster,
  points: PaintedPoints,
  ratio: number,
): Generator<undefined, number> {
  const { marked, hidden, rows } = points;
  const hasMarks = marked?.includes(1) ?? false;
  const usual = discOf({ radius: 1.3 * ratio, opacity: hasMarks ? 0.22 : 0.75 });
  const standing = discOf({ radius: 1.6 * ratio, opacity: 1 });
  const step = mixingStep(rows);
  let outside = 0;
  for (const pass of hasMarks ? [0, 1] : [undefined])
    for (let i = 0, row = 0; i < rows; i++, row = (row + step) % rows) {
      if (i % pointsAtOnce === pointsAtOnce - 1) yield;
      if (hidden?.[row] === 1 || (pass !== undefined && marked?.[row] !== pass)) continue;
      if (!paintPoint(raster, pass === 1 ? standing : usual, points, row)) outside++;
    }
  return outside;
}

/** @returns whether it lies on the raster */
function paintPoint(raster: PointRaster, disc: Disc, points: PaintedPoints, row: number): boolean {
  const { width, height, data } = raster;
  const x = points.x(row);
  const y = points.y(row);
  const left = raster.x[0];
  const right = raster.x[1];
  const bottom = raster.y[0];
  const top = raster.y[1];
  if (!(x >= left && x <= right && y >= bottom && y <= top)) return false;
  const across = Math.floor(((x - left) / (right - left)) * width);
  const down = Math.floor(((top - y) / (top - bottom)) * height);
  const red = points.colours[3 * row]!;
  const green = points.colours[3 * row + 1]!;
  const blue = points.colours[3 * row + 2]!;
  for (let i = 0; i < disc.share.length; i++) {
    const px = across + disc.dx[i]!;
    const py = down + disc.dy[i]!;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = 4 * (py * width + px);
    const share = disc.share[i]!;
    // Over what is there, which may let the ground through.
    const under = (data[at + 3]! / 255) * (1 - share);
    const whole = share + under;
    const over = share / whole;
    const through = 1 - over;
    data[at] = red * over + data[at]! * through;
    data[at + 1] = green * over + data[at + 1]! * through;
    data[at + 2] = blue * over + data[at + 2]! * through;
    data[at + 3] = 255 * whole;
  }
  return true;
}

/** The point nearest to a place on the raster, within so many pixels; hidden ones and those outside are not found. */
export function nearestPoint(
  raster: Omit<PointRaster, "data">,
  points: PaintedPoints,
  at: { readonly x: number; readonly y: number },
  within: number,
): number | undefined {
  const [perX, perY] = [
    raster.width / (raster.x[1] - raster.x[0]),
    raster.height / (raster.y[1] - raster.y[0]),
  ];
  let nearest: number | undefined;
  let least = within * within;
  for (let row = 0; row < points.rows; row++) {
    const dx = (points.x(row) - raster.x[0]) * perX - at.x;
    const dy = (raster.y[1] - points.y(row)) * perY - at.y;
    const away = dx * dx + dy * dy;
    if (away > least || points.hidden?.[row] === 1) continue;
    least = away;
    nearest = row;
  }
  return nearest;
}
