import { describe, expect, it } from "vitest";
import { passphraseDecrypter } from "../../../../src/preview/project/passphrase.js";
import { passphraseVector } from "../support.js";

describe("passphraseDecrypter", () => {
  const { salt, sealed } = passphraseVector("correct horse", "hush", "ünï");

  it("decrypts values that the passphrase encrypted", () => {
    expect(sealed.map(passphraseDecrypter("correct horse", salt))).toEqual(["hush", "ünï"]);
  });

  it("decrypts a value of the real CLI with the empty passphrase", () => {
    // From `pulumi stack init`, v3.259.
    const real = "v1:lOnkWafYNeo=:v1:7XEYEduzTEaT9+nZ:d1doSzlhlfg1b/teMblYNhlevrLoWw==";
    expect(() => passphraseDecrypter("", real)).not.toThrow();
  });

  it("refuses another passphrase and unknown formats", () => {
    expect(() => passphraseDecrypter("wrong", salt)).toThrow("the passphrase is wrong");
    expect(() => passphraseDecrypter("x", "v2:abc")).toThrow("its encryptionsalt has an unknown format");
    expect(() => passphraseDecrypter("correct horse", salt)("hush")).toThrow(
      "a ciphertext has an unknown format",
    );
  });
});
