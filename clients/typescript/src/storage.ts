/** What keeps a login going. */
export interface Tokens {
  accessToken: string;
  /** Good for one use. */
  refreshToken: string;
  /** From when on the access token had better be renewed, in milliseconds since 1970. */
  renewAt: number;
}

/** Where the tokens are kept. Tabs that share one share the login. */
export interface TokenStorage {
  get(): Tokens | null | Promise<Tokens | null>;
  set(tokens: Tokens | null): void | Promise<void>;
}

/** Forgets everything when the page goes, and no other script finds it. */
export function memory(): TokenStorage {
  let kept: Tokens | null = null;
  return {
    get: () => kept,
    set: (tokens) => void (kept = tokens),
  };
}
