export { createClient, type Client, type Options } from "./client.js";
export { Problem, type FieldError } from "./problem.js";
export type { Tokens, TokenStorage } from "./storage.js";
export type { components, paths } from "./openapi.js";

import type { components } from "./openapi.js";

export type Config = components["schemas"]["Config"];
export type Device = components["schemas"]["Device"];
export type User = components["schemas"]["User"];
