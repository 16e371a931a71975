/** Hides every secret in a text. */
export type Mask = (text: string) => string;

/** Hides the secrets, and the user and password of every URL. */
export function maskOf(secrets: readonly (string | undefined)[]): Mask {
  const hidden = secrets.flatMap((secret) => (secret ? [secret] : []));
  return (text) => {
    const without = hidden.reduce((left, secret) => left.replaceAll(secret, "[secret]"), text);
    return without.replace(/(\w+:\/\/)[^\s/@]*@/g, "$1[secret]@");
  };
}
