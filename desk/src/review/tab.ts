// Which window this is: what it has not sent yet is its own, and is taken over only when it lives no more.
const NAME = "tidings.tab";
const PATIENCE_MS = 600; // a page that was loaded anew waits until the old one has let go

let own = sessionStorage.getItem(NAME) ?? fresh();

/** The name of this window; it stays when the page is loaded anew. */
export const tab = (): string => own;

/** Done once no other window has the name: a window that was opened as a copy of another gets one of its own. */
export const claimed: Promise<void> = claim();

async function claim(): Promise<void> {
  if (!(await holds(own, PATIENCE_MS))) {
    own = fresh();
    await holds(own);
  }
  sessionStorage.setItem(NAME, own);
}

/** Whether a window of that name lives no more; from then on the name is held by this one, as long as it lives. */
export function holds(name: string, patience_ms = 0): Promise<boolean> {
  // Browsers have locks only where the connection is safe (this machine, or HTTPS); elsewhere each name is its own window's.
  if (!("locks" in navigator)) return Promise.resolve(name === own);
  const options: LockOptions = patience_ms ? { signal: AbortSignal.timeout(patience_ms) } : { ifAvailable: true };
  return new Promise((tell) => {
    navigator.locks
      .request(`tidings.${name}`, options, (lock) => {
        tell(lock !== null);
        return lock ? new Promise<void>(() => undefined) : undefined;
      })
      .catch(() => tell(false));
  });
}

function fresh(): string {
  return Math.random().toString(36).slice(2);
}
