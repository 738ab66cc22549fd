const lockName = "geophone-writer";
/** One object to hear and to speak by: a tab does not hear itself. */
const channel = new BroadcastChannel("geophone-changes");

const forever = (): Promise<never> => new Promise(() => undefined);

/** One tab writes, the others look; when the writer's tab closes, the next in line takes over. */
export async function joinTabs(on: {
  readonly writer: () => void;
  readonly change: () => void;
}): Promise<{ readonly writer: boolean }> {
  channel.onmessage = () => {
    on.change();
  };
  const writer = await new Promise<boolean>((resolve, reject) => {
    navigator.locks
      .request(lockName, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? forever() : undefined;
      })
      .catch(reject);
  });
  if (!writer)
    void navigator.locks.request(lockName, () => {
      on.writer();
      return forever();
    });
  return { writer };
}

/** Tells the other tabs that records changed. */
export function announceChange(): void {
  channel.postMessage("changed");
}
