import { create } from "zustand";
import { navigate } from "wouter/use-browser-location";
import { faultIn } from "../shared/answers.ts";
import { droppedFiles } from "../state/dropped-files.ts";
import { pageOf, takeFiles, useIncoming } from "../state/incoming.ts";

/** Whether files are held over the window. */
export const useDrag = create<{ readonly isOver: boolean }>(() => ({ isOver: false }));

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

async function take(transfer: DataTransfer): Promise<void> {
  try {
    const dropped = await droppedFiles(transfer);
    await takeFiles(dropped, () => {
      navigate(pageOf(dropped));
    });
  } catch (error) {
    useIncoming.setState({ fault: faultIn(error) });
  }
}

/**
 * The whole window takes files, on every page. Called before anything is drawn: a browser opens a file that is dropped where
 * nobody listens, and the app would be gone.
 */
export function listenForDrops(): void {
  let depth = 0;
  window.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    // Whatever comes under the pointer last must have said yes, the veil too: else a drop right then goes nowhere.
    event.preventDefault();
    depth++;
    useDrag.setState({ isOver: true });
  });
  window.addEventListener("dragleave", (event) => {
    // Out of the window altogether: enters and leaves need not have come in pairs.
    depth = event.relatedTarget === null ? 0 : Math.max(0, depth - 1);
    if (depth === 0) useDrag.setState({ isOver: false });
  });
  window.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    if (!event.dataTransfer || !carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    useDrag.setState({ isOver: false });
    void take(event.dataTransfer);
  });
}
