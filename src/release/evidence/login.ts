import { type Mask, maskOf } from "./mask.js";

/** How to log in to Prometheus. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** Hides the login in messages. */
  readonly mask: Mask;
}

/**
 * Reads the login from the environment: PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD. None of them means
 * no login.
 */
export function loginOf(environment: NodeJS.ProcessEnv): Login | { readonly problem: string } {
  // The file of a secret often ends with a newline.
  const [token, username, password] = ["TOKEN", "USERNAME", "PASSWORD"].map(
    (name) => environment[`PROMETHEUS_${name}`]?.trim() || undefined,
  );
  if (token !== undefined && (username ?? password) !== undefined) {
    return {
      problem:
        "PROMETHEUS_TOKEN and PROMETHEUS_USERNAME or PROMETHEUS_PASSWORD are set; remove one of the two logins",
    };
  }
  if (username === undefined && password !== undefined) {
    return { problem: "PROMETHEUS_PASSWORD is set, but PROMETHEUS_USERNAME is not; set both" };
  }
  if (token !== undefined) {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      return { problem: "PROMETHEUS_TOKEN has a character that a header must not have; set the token alone" };
    }
    return { headers: { authorization: `Bearer ${token}` }, mask: maskOf([token]) };
  }
  if (username !== undefined) {
    const basic = Buffer.from(`${username}:${password ?? ""}`, "utf8").toString("base64");
    return { headers: { authorization: `Basic ${basic}` }, mask: maskOf([basic, password]) };
  }
  return { headers: {}, mask: maskOf([]) };
}
