import { createDecipheriv, pbkdf2Sync } from "node:crypto";

/**
 * Decrypts values that `pulumi config set --secret` encrypted with a passphrase. PBKDF2-SHA256 with a million rounds
 * derives the key; the cipher is AES-256-GCM. `salt` is the stack file's `encryptionsalt`,
 * `v1:<salt>:v1:<nonce>:<ciphertext>`, whose ciphertext decrypts to "pulumi" with the right passphrase. Throws for a wrong
 * passphrase or an unknown format.
 */
export function passphraseDecrypter(passphrase: string, salt: string): (ciphertext: string) => string {
  const [version, encodedSalt, ...proof] = salt.split(":");
  if (version !== "v1" || !encodedSalt) throw new Error("its encryptionsalt has an unknown format");
  const key = pbkdf2Sync(passphrase, Buffer.from(encodedSalt, "base64"), 1_000_000, 32, "sha256");
  const decrypt = (ciphertext: string) => open(key, ciphertext);
  if (decrypt(proof.join(":")) !== "pulumi") throw new Error("the passphrase is wrong");
  return decrypt;
}

function open(key: Buffer, ciphertext: string): string {
  const [version, nonce, sealed] = ciphertext.split(":");
  if (version !== "v1" || !nonce || !sealed) throw new Error("a ciphertext has an unknown format");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new Error("the passphrase is wrong", { cause });
  }
}
