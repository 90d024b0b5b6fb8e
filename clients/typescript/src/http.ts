import type { paths } from "./openapi.js";
import { Problem } from "./problem.js";

/** A site's endpoints, by their addresses within it. */
type Endpoints = { [Path in keyof paths as Path extends `/s/{site}${infer Rest}` ? Rest : never]: paths[Path] };
type Method = "get" | "post" | "put" | "patch" | "delete";
type Taken<Item> = { [M in Method & keyof Item]-?: [Exclude<Item[M], undefined>] extends [never] ? never : M }[Method & keyof Item];

type JsonOf<Part> = Part extends { content: { "application/json": infer Json } } ? Json : never;
type Body<Operation> = Operation extends { requestBody: infer Part } ? JsonOf<Part> : never;
type InPath<Operation> = Operation extends { parameters: { path: infer Named } } ? Omit<Named, "site"> : {};
type InQuery<Operation> = Operation extends { parameters: { query?: infer Named } } ? Named : never;
type Answers<Operation> = Operation extends { responses: infer Responses } ? Responses[keyof Responses & (200 | 201 | 202 | 204)] : never;

/** What an endpoint asks for. */
export type Given<Operation> = ([Body<Operation>] extends [never] ? {} : { body: Body<Operation> }) &
  ([keyof InPath<Operation>] extends [never] ? {} : { path: InPath<Operation> }) &
  ([InQuery<Operation>] extends [never] ? {} : { query?: InQuery<Operation> });

/** What it answers when all is well. */
export type Answer<Operation> = [JsonOf<Answers<Operation>>] extends [never] ? void : JsonOf<Answers<Operation>>;

/** Asks an endpoint of the site, as the API's description has it. Throws a `Problem` if it is refused. */
export type Call = <Path extends keyof Endpoints, M extends Taken<Endpoints[Path]>>(
  method: M,
  path: Path,
  ...given: {} extends Given<Endpoints[Path][M]> ? [given?: Given<Endpoints[Path][M]>] : [given: Given<Endpoints[Path][M]>]
) => Promise<Answer<Endpoints[Path][M]>>;

/** The same before types. */
export type Ask = (
  method: string,
  path: string,
  given?: { path?: Record<string, string>; query?: Record<string, unknown>; body?: unknown },
  token?: string,
) => Promise<unknown>;

/** A way to ask, with or without an access token. */
export function asker(baseUrl: string, fetch: typeof globalThis.fetch): Ask {
  return async (method, path, { path: named = {}, query = {}, body } = {}, token) => {
    const url = new URL(baseUrl + path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(named[name] ?? "")));
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ accept: "application/json" });
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (body) headers.set("content-type", "application/json");
    const request: RequestInit = { method: method.toUpperCase(), headers, credentials: "omit" };
    if (body) request.body = JSON.stringify(body);
    const response = await fetch(url, request);
    const text = await response.text();
    const isProblem = response.headers.get("content-type") === "application/problem+json";
    if (!response.ok) throw new Problem(response, isProblem ? JSON.parse(text) : undefined);
    return text ? JSON.parse(text) : undefined;
  };
}
