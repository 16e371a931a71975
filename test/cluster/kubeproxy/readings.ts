import { addressAndPort } from "../../../src/kubeproxy/schema/addresses.js";
import { FIELDS, type Field } from "../../../src/kubeproxy/schema/fields.js";
import { goDuration } from "../../../src/kubeproxy/schema/goDuration.js";
import { valueAt } from "../../../src/kubeproxy/schema/tree.js";

/** The fields that kube-proxy reads with another value, each as `path: given, read`. */
export function misread(args: Record<string, unknown>, read: unknown): string[] {
  return FIELDS.flatMap((field: Field) => {
    const given = valueAt(args, field.path);
    if (given === undefined || isForgotten(field, String(args.mode))) return [];
    const [wanted, got] = [
      meaning(field, given, String(args.mode)),
      meaning(field, valueAt(read, field.path), ""),
    ];
    const same = JSON.stringify(wanted) === JSON.stringify(got);
    return same
      ? []
      : [`${field.path}: ${JSON.stringify(given)}, ${JSON.stringify(valueAt(read, field.path))}`];
  });
}

/** Fields that kube-proxy keeps only for its own mode and writes empty for other modes. */
function isForgotten({ path, modes }: Field, mode: string): boolean {
  return /\.(minSyncPeriod|syncPeriod|masqueradeAll)$/.test(path) && !modes?.some((one) => one === mode);
}

/** The normalized form of a value. */
function meaning({ path, type, default: byDefault }: Field, value: unknown, mode: string): unknown {
  switch (type) {
    case "duration":
    case "period":
    case "seconds": {
      const nanoseconds = goDuration(String(value));
      const isDefault = nanoseconds === 0n && /\.(minSyncPeriod|syncPeriod|flushFrequency)$/.test(path);
      return String(isDefault ? goDuration(byDefault) : nanoseconds);
    }
    case "address and port": {
      const parts = addressAndPort(String(value));
      return { address: parts?.address, port: parts?.port ?? Number(byDefault.split(":")[1]) };
    }
    case "CIDRs":
    case "node port addresses":
      if (mode === "nftables" && path === "nodePortAddresses" && Array.isArray(value) && value.length === 0)
        return ["primary"];
      return value ?? [];
    case "gates":
    case "number":
    case "integer":
      if (path.startsWith("clientConnection") && value === 0) return Number(byDefault);
      return value ?? {};
    case "vmodule":
      return value ?? [];
    case "name":
      return value === "" && path === "clientConnection.contentType" ? byDefault : value;
    case "record":
      return undefined; // kube-proxy returns every option with its default
    default:
      return value;
  }
}
