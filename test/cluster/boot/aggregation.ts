import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../commands.js";

/**
 * The flags with which an API server forwards the requests for an APIService, such as that of metrics-server. Creates the
 * certificates by which the other server recognizes it.
 */
export async function aggregationFlags(folder: string): Promise<string[]> {
  const at = (file: string) => join(folder, file);
  mkdirSync(folder, { recursive: true });
  await certificate("front-proxy-ca", { key: at("ca.key"), out: at("ca.crt") });
  await certificate("front-proxy-client", {
    ...{ key: at("client.key"), out: at("client.crt") },
    signer: ["-CA", at("ca.crt"), "-CAkey", at("ca.key")],
  });
  return [
    `--requestheader-client-ca-file=${at("ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    `--proxy-client-cert-file=${at("client.crt")}`,
    `--proxy-client-key-file=${at("client.key")}`,
    "--enable-aggregator-routing=true", // no kube-proxy runs where the API server does
  ];
}

/** Creates a key and its certificate, signed by itself unless there is a signer. */
async function certificate(
  name: string,
  { key, out, signer = [] }: { key: string; out: string; signer?: readonly string[] },
): Promise<void> {
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", `/CN=${name}`];
  await run("openssl", [...request, ...signer, "-keyout", key, "-out", out]);
}
