const lockName = "geophone-writer";
const channelName = "geophone-changes";

const forever = (): Promise<never> => new Promise(() => undefined);

/** One tab writes, the others look; when the writer's tab closes, the next in line takes over. */
export async function joinTabs(on: {
  readonly writer: () => void;
  readonly change: () => void;
}): Promise<{ readonly writer: boolean }> {
  new BroadcastChannel(channelName).onmessage = () => {
    on.change();
  };
  const writer = await new Promise<boolean>((resolve) => {
    void navigator.locks.request(lockName, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? forever() : undefined;
    });
  });
  if (!writer)
    void navigator.locks.request(lockName, () => {
      on.writer();
      return forever();
    });
  return { writer };
}

const channel = new BroadcastChannel(channelName);

/** Tells the other tabs that records changed. */
export function announceChange(): void {
  channel.postMessage("changed");
}
