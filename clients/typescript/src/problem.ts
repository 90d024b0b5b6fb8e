import type { components } from "./openapi.js";

/** One field that has to be put right. */
export interface FieldError {
  /** Its path in the input; empty for the input as a whole. */
  field: string;
  /** What is wrong with it, in a word that never changes. */
  code: string;
  /** The same as a sentence. */
  detail: string;
}

/** What the portal says is wrong (RFC 9457). `message` is a sentence for people; rely on `code`. */
export class Problem extends Error {
  override readonly name = "Problem";
  /** What is wrong, in a word that never changes; `no_problem_document` if something else than the portal answered. */
  readonly code: components["schemas"]["ProblemCode"] | "no_problem_document";
  /** The HTTP status. */
  readonly status: number;
  /** The fields that have to be put right, if it is about fields. */
  readonly errors: readonly FieldError[];
  /** After how many seconds it makes sense to try again. */
  readonly retryAfter: number | undefined;
  /** What names the request in the portal's log. */
  readonly requestId: string | undefined;
  /** With `password_change_required`: the `token` for `resetPassword`. */
  readonly resetToken: string | undefined;

  constructor(response: Response, body?: components["schemas"]["Problem"]) {
    super(body?.detail ?? `${response.status} ${response.statusText}`);
    this.code = body?.code ?? "no_problem_document";
    this.status = response.status;
    this.errors = body?.errors ?? [];
    this.retryAfter = Number(response.headers.get("retry-after")) || undefined;
    this.requestId = body?.request_id;
    this.resetToken = body?.reset_token ?? undefined;
  }
}
