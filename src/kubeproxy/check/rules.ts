import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { type FieldPath, fieldAt } from "../schema/fields.js";
import { goDuration } from "../schema/goDuration.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { allInputs, valueAt } from "../schema/tree.js";

/** What a rule reads. */
interface Subject {
  readonly mode: KubeProxyMode | undefined;
  readonly problems: Problems;
  /** The value of a field; undefined when it is not set. */
  value(path: FieldPath): unknown;
  /** The path of a field as the user wrote it. */
  userPath(path: FieldPath): string;
}

/** A rule between fields, or about an unset field. The type of a field checks its value alone. */
interface Rule {
  readonly about: readonly FieldPath[];
  /** Whether the rule applies even when none of its fields is set. */
  readonly always?: boolean;
  check(subject: Subject): void;
}

const RULES: readonly Rule[] = [
  periods("ipvs"),
  periods("iptables"),
  periods("nftables"),
  { about: ["nodePortAddresses"], check: primaryAlone },
  { about: ["nodePortAddresses"], always: true, check: nftablesNodePorts },
  { about: ["detectLocalMode", "detectLocal.bridgeInterface"], check: interfaceNeeded },
  { about: ["detectLocalMode", "detectLocal.interfaceNamePrefix"], check: prefixNeeded },
  { about: ["detectLocalMode", "clusterCIDR"], check: clusterCidrUnused },
  { about: ["logging.format", "logging.vmodule"], check: vmoduleNeedsText },
];

/**
 * Checks the rules between fields: now when the fields of a rule are plain, otherwise when they are known. The results
 * must feed the ConfigMap, so that an Output that breaks a rule keeps it from being created.
 *
 * Skips a rule when none of its fields is given: the rest of a live file belongs to its installer.
 */
export function checkRules(
  config: unknown,
  userPath: (path: string) => string,
  mode: KubeProxyMode | undefined,
  problems: Problems,
  isGiven: (path: string) => boolean = () => true,
): Input<void>[] {
  return RULES.filter(({ about, always }) => always || about.some(isGiven)).map((rule) => {
    const given = rule.about.map((path) => valueAt(config, path));
    return checkInput(allInputs<unknown[]>(given), problems, (known, problems) =>
      rule.check({ mode, problems, userPath, value: (path) => known[rule.about.indexOf(path)] }),
    );
  });
}

/** kube-proxy exits when `minSyncPeriod` is above `syncPeriod`. */
function periods(section: "ipvs" | "iptables" | "nftables"): Rule {
  const [sync, min] = [`${section}.syncPeriod`, `${section}.minSyncPeriod`] as const;
  const check = ({ value, userPath, problems }: Subject) => {
    const [given, givenMin] = [value(sync), value(min)];
    warnOfZero(min, givenMin, userPath, problems);
    const [period, least] = [effective(sync, given), effective(min, givenMin)];
    if (period === undefined || least === undefined || least <= period) return;
    if (givenMin === undefined) {
      const problem = `is below ${min}, whose default is ${fieldAt(min)?.default}`;
      problems.refuse({ path: userPath(sync), value: given, problem, remedy: `set ${min} too` });
    } else {
      const problem = `is above ${sync}${given === undefined ? ", whose default is" : ""} ${shown(sync, given, problems)}`;
      problems.refuse({
        path: userPath(min),
        value: givenMin,
        problem,
        remedy: "lower it, or raise the other",
      });
    }
  };
  return { about: [sync, min], check };
}

/** The nanoseconds that kube-proxy uses. It reads 0 as the default. */
function effective(path: FieldPath, given: unknown): bigint | undefined {
  const byDefault = goDuration(fieldAt(path)?.default ?? "");
  if (given === undefined) return byDefault;
  const duration = durationOf(given);
  if (duration === 0n) return byDefault;
  return duration !== undefined && duration > 0n ? duration : undefined;
}

function warnOfZero(
  path: FieldPath,
  given: unknown,
  userPath: Subject["userPath"],
  problems: Problems,
): void {
  const byDefault = fieldAt(path)?.default;
  if (durationOf(given) !== 0n || durationOf(byDefault) === 0n || problems.masked) return;
  const problem = `0 does not disable it: kube-proxy reads 0 as its default ${byDefault}`;
  problems.warn({ path: userPath(path), problem });
}

function durationOf(value: unknown): bigint | undefined {
  return typeof value === "string" ? goDuration(value) : undefined;
}

function shown(path: FieldPath, given: unknown, problems: Problems): string {
  if (given === undefined) return String(fieldAt(path)?.default);
  return problems.masked ? "[secret]" : quote(given);
}

function primaryAlone({ value, userPath, problems }: Subject): void {
  const addresses = value("nodePortAddresses");
  if (!Array.isArray(addresses) || addresses.length < 2 || !addresses.includes("primary")) return;
  const problem = 'combines "primary" with others, but kube-proxy accepts it only alone';
  problems.refuse({ path: userPath("nodePortAddresses"), value: addresses, problem });
}

function nftablesNodePorts({ mode, value, userPath, problems }: Subject): void {
  const addresses = value("nodePortAddresses");
  const isUnset = addresses === undefined || (Array.isArray(addresses) && addresses.length === 0);
  if (mode !== "nftables" || !isUnset || problems.masked) return;
  const problem = "is not set, so NodePorts answer only on each node's primary addresses, not on 127.0.0.1";
  const remedy = 'set ["primary"] to confirm it, or the CIDRs on which they must answer';
  problems.warn({ path: userPath("nodePortAddresses"), problem, remedy });
}

function interfaceNeeded(subject: Subject): void {
  needed(subject, "BridgeInterface", "detectLocal.bridgeInterface");
}

function prefixNeeded(subject: Subject): void {
  needed(subject, "InterfaceNamePrefix", "detectLocal.interfaceNamePrefix");
}

function needed({ value, userPath, problems }: Subject, mode: string, path: FieldPath): void {
  const isChosen = value("detectLocalMode") === mode;
  const name = value(path);
  if (isChosen && (name === undefined || name === "")) {
    const problem = problems.masked
      ? "is required by detectLocalMode"
      : `is required by detectLocalMode "${mode}"`;
    problems.refuse({ path: userPath(path), problem });
  } else if (!isChosen && name !== undefined && !problems.masked) {
    problems.warn({ path: userPath(path), problem: `has no effect without detectLocalMode "${mode}"` });
  }
}

function clusterCidrUnused({ value, userPath, problems }: Subject): void {
  const mode = value("detectLocalMode") ?? fieldAt("detectLocalMode")?.default;
  if (value("clusterCIDR") === undefined || mode === "ClusterCIDR" || problems.masked) return;
  const path = userPath("clusterCIDR");
  problems.warn({ path, problem: `has no effect with detectLocalMode ${quote(mode)}` });
}

function vmoduleNeedsText({ value, userPath, problems }: Subject): void {
  const [format, vmodule] = [value("logging.format"), value("logging.vmodule")];
  if (format !== "json" || !Array.isArray(vmodule) || vmodule.length === 0) return;
  const problem = `works only with logging.format "text"${problems.masked ? "" : ', not "json"'}`;
  problems.refuse({ path: userPath("logging.vmodule"), problem });
}
