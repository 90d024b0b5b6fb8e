import type { Ask } from "./http.js";
import type { components } from "./openapi.js";
import { Problem } from "./problem.js";
import type { Tokens, TokenStorage } from "./storage.js";

type Session = components["schemas"]["Session"];

/** How much of an access token's life may pass before it is renewed. */
const SHARE = 0.9;

/** One at a time in all tabs of an origin, where the browser can see to that. */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? (locks.request(name, work) as Promise<T>) : work();
}

/** A login, kept going by renewing its tokens. */
export function keepLogin(ask: Ask, storage: TokenStorage, name: string, onEnded?: () => void) {
  /** The one renewal under way. */
  let flight: Promise<Tokens | null> | undefined;

  const tokensOf = (session: Session): Tokens => ({
    accessToken: session.access_token,
    refreshToken: session.refresh_token,
    renewAt: Date.now() + session.expires_in * 1000 * SHARE,
  });

  const begin = async (session: Session) => {
    await storage.set(tokensOf(session));
    return session.user;
  };

  const end = async () => storage.set(null);

  const lose = async () => {
    await end();
    onEnded?.();
  };

  /** Trades stale tokens for the next ones, unless that has been done meanwhile; null once logged out. */
  const trade = async (stale: Tokens): Promise<Tokens | null> => {
    const held = await storage.get();
    if (held?.accessToken !== stale.accessToken) return held;
    const { refreshToken } = held;
    const body = { refresh_token: refreshToken };
    const answer = await (ask("post", "/api/auth/refresh", { body }) as Promise<Session>).catch((error: Error) => error);
    // Whoever logged out, logged in or was quicker in the meantime is right.
    const now = await storage.get();
    if (now?.refreshToken !== refreshToken) return now;
    if (answer instanceof Problem && answer.status === 401) await lose();
    if (answer instanceof Error) throw answer;
    const next = tokensOf(answer);
    await storage.set(next);
    return next;
  };

  const renew = (stale: Tokens) =>
    (flight ??= alone(name, () => trade(stale)).finally(() => {
      flight = undefined;
    }));

  /** Asks with the access token, renewing it shortly before it expires, or when it is refused. */
  const askAsMember: Ask = async (method, path, given) => {
    let tokens = await storage.get();
    if (tokens && Date.now() >= tokens.renewAt) tokens = await renew(tokens);
    try {
      return await ask(method, path, given, tokens?.accessToken);
    } catch (problem) {
      if (!tokens || !(problem instanceof Problem && problem.code === "token_invalid")) throw problem;
      tokens = await renew(tokens);
      return ask(method, path, given, tokens?.accessToken);
    }
  };

  return { begin, end, ask: askAsMember };
}
