import { navigate } from "wouter/use-browser-location";
import { chooseFiles } from "../state/dropped-files.ts";
import { pageOf, takeFiles } from "../state/incoming.ts";

/** Lets the person choose files and shows what they are, where something is to be looked over. */
export async function openFiles(): Promise<void> {
  const chosen = await chooseFiles();
  await takeFiles(chosen, () => {
    navigate(pageOf(chosen));
  });
}
