/** Runs in the page: whether a canvas of a chosen file shows more than a frame. */
export function hasPicture(): boolean {
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>("article canvas")) {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4 * 97)
      seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
    if (seen.size > 40) return true;
  }
  return false;
}
