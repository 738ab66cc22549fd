import { useEffect, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { droppedFiles } from "../state/dropped-files.ts";
import { takeFiles, useIncoming } from "../state/incoming.ts";
import { faultIn } from "../shared/answers.ts";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** The whole window takes files, on every page. */
export function DropZone(): ReactNode {
  const [isOver, setOver] = useState(false);
  const [, navigate] = useLocation();
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      droppedFiles(event.dataTransfer)
        .then((files) =>
          takeFiles(files, () => {
            navigate("/");
          }),
        )
        .catch((error: unknown) => {
          useIncoming.setState({ fault: faultIn(error) });
        });
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, [navigate]);
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
