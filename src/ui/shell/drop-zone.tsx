import type { ReactNode } from "react";
import { useDrag } from "./listen-for-drops.ts";

/** What the window says while files are held over it. */
export function DropZone(): ReactNode {
  const isOver = useDrag((state) => state.isOver);
  if (!isOver) return null;
  return (
    <div className="drop-veil">
      <p>
        Drop SEG-Y files, their labels, a bundle or an archive.
        <br />
        <span className="dim">They are read where they are; nothing is uploaded.</span>
      </p>
    </div>
  );
}
