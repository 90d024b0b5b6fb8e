import { asker, type Call } from "./http.js";
import { keepLogin } from "./login.js";
import type { components } from "./openapi.js";
import { Problem } from "./problem.js";
import { memory, type TokenStorage } from "./storage.js";

type Schemas = components["schemas"];

export interface Options {
  /** Where the site's pages are, such as `https://login.example.com/s/acme` or `https://login.acme.example`. */
  baseUrl: string;
  /** Where tokens are kept; in memory if not said. */
  storage?: TokenStorage;
  /** What asks; the global `fetch` if not said. */
  fetch?: typeof globalThis.fetch;
  /** Told when the login is over although nobody logged out here: it ran out, or was ended elsewhere. */
  onSessionEnded?: () => void;
}

export type Client = ReturnType<typeof createClient>;

/** A client of one site, for one person at a time. What is refused throws a `Problem`. */
export function createClient({ baseUrl, storage = memory(), fetch = globalThis.fetch.bind(globalThis), onSessionEnded }: Options) {
  const base = baseUrl.replace(/\/+$/, "");
  const ask = asker(base, fetch);
  const login = keepLogin(ask, storage, `vestibule ${base}`, onSessionEnded);
  const send = ask as Call;
  const call = login.ask as Call;

  return {
    /** Asks any endpoint of the site, with the access token if there is one. */
    call,

    /** What the site's front end has to know to draw its own forms. */
    config: () => send("get", "/api/config"),

    /** Asks for an account. The answer's `signup_token` and the mailed code make it. */
    signUp: (form: Schemas["Register"]) => send("post", "/api/auth/register", { body: form }),
    /** Proves the address, by `signup_token` and `code`, or by a mailed link's `token` and a `password`; logs in. */
    verifyEmail: async (proof: Schemas["VerifyEmail"]) => login.begin(await send("post", "/api/auth/verify-email", { body: proof })),
    resendVerification: (to: Schemas["ResendVerification"]) => send("post", "/api/auth/resend-verification", { body: to }),

    /** A temporary password is refused with `password_change_required` and a `resetToken`: have another chosen with that. */
    logIn: async (credentials: Schemas["Login"]) => login.begin(await send("post", "/api/auth/login", { body: credentials })),
    /** Forgets the tokens, even if the portal cannot be told. */
    logOut: async () => {
      try {
        await call("post", "/api/auth/logout");
      } catch (problem) {
        if (!(problem instanceof Problem && problem.status === 401)) throw problem;
      } finally {
        await login.end();
      }
    },
    /** Mails a link and a code, if the address has an account. */
    forgotPassword: (email: string) => send("post", "/api/auth/forgot-password", { body: { email } }),
    /** Sets a password, by the mailed link's `token`, or by `email` and `code`. Ends every login of the account. */
    resetPassword: (proof: Schemas["ResetPassword"]) => send("post", "/api/auth/reset-password", { body: proof }),

    me: () => call("get", "/api/auth/me"),
    /** Changes what is given; `null` clears. */
    updateProfile: (changes: Schemas["ProfileChanges"]) => call("patch", "/api/user/profile", { body: changes }),
    /** Ends the account's other logins. */
    changePassword: (passwords: Schemas["ChangePassword"]) => call("post", "/api/user/change-password", { body: passwords }),
    /** Mails a link to the new address. */
    changeEmail: (change: Schemas["ChangeEmail"]) => call("post", "/api/user/change-email", { body: change }),
    /** Takes the token of that link. */
    confirmEmailChange: (token: string) => send("post", "/api/auth/confirm-email-change", { body: { token } }),
    /** Where the account is logged in. */
    sessions: async () => (await call("get", "/api/user/sessions")).items,
    endSession: (id: string) => call("delete", "/api/user/sessions/{id}", { path: { id } }),
    endOtherSessions: () => call("delete", "/api/user/sessions"),
    /** Everything that is stored about the account. */
    exportData: () => call("get", "/api/user/export"),
    /** Gives up the account, and logs out. Logging in within a week keeps it. */
    deleteAccount: async (current_password: string) => {
      await call("delete", "/api/user/account", { body: { current_password } });
      await login.end();
    },
  };
}
