import { checkInput } from "../../diagnostics/checkInput.js";
import { checkKeys, checkWhole, isRecord } from "../../diagnostics/checks.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import { addressAndPort, cidrFamily, ipFamily, isEveryInterface } from "./addresses.js";
import type { Field, FieldType } from "./fields.js";
import { goDuration, SECOND } from "./goDuration.js";
import { checkScheduler, type SchedulerContext } from "./schedulers.js";
import { checkWritable } from "./writable.js";

/** What the check of a value depends on. */
interface Subject {
  readonly field: Field;
  /** Path as the user wrote it. */
  readonly path: string;
  readonly context: SchedulerContext;
  readonly problems: Problems;
}

/** Refuses a bad value. Returns the value, in which checked Outputs replace Outputs. */
type Check = (value: unknown, subject: Subject) => unknown;

/** Allowed values of each type, in words for the reference page, and their check. */
const TYPES: Readonly<Record<FieldType, { allowed: string; check: Check }>> = {
  boolean: { allowed: "true or false", check: one(checkBoolean) },
  integer: { allowed: "a whole number", check: one(checkInteger) },
  number: { allowed: "a number", check: one(checkNumber) },
  name: { allowed: "text", check: one(checkName) },
  word: { allowed: "one of", check: one(checkWord) },
  "minor version": { allowed: 'text such as "1.35"', check: one(checkMinorVersion) },
  duration: { allowed: "a Go duration from 0", check: one(checkDuration) },
  period: { allowed: "a Go duration above 0", check: one(checkPeriod) },
  seconds: { allowed: "a Go duration of whole seconds, from 0", check: one(checkSeconds) },
  scheduler: { allowed: "an IPVS scheduler", check: one(checkIpvsScheduler) },
  address: { allowed: "an IP address", check: one(checkAddress) },
  "address and port": {
    allowed: "an IP address, with or without a port from 1 to 65535",
    check: one(checkAddressAndPort),
  },
  "CIDR or pair": { allowed: "a CIDR, or an IPv4 and an IPv6 one joined by a comma", check: one(checkPair) },
  CIDRs: { allowed: "a list of CIDRs", check: each(one(checkCidr)) },
  "node port addresses": {
    allowed: 'a list of CIDRs, or ["primary"]',
    check: each(one(checkNodePortAddress)),
  },
  gates: { allowed: "names with true or false", check: named(checkBoolean) },
  record: { allowed: "an object", check: data(isRecord, "an object") },
  vmodule: { allowed: "a list of file patterns, each with a verbosity", check: each(checkVmoduleItem) },
};

/** Allowed values of a field, in words. */
export function allowedIn(field: Field): string {
  const { allowed } = TYPES[field.type];
  if (field.words) return `${allowed} ${field.words.join(", ")}`;
  return field.range ? `${allowed} from ${field.range[0]} to ${field.range[1]}` : allowed;
}

/**
 * Checks one field: a plain value now, an Output when it is known. Returns the value for the file. An Output rejects when
 * its value is refused.
 */
export function checkField(input: unknown, subject: Subject): unknown {
  return checkInput(input, subject.problems, (value, problems) => {
    if (value === undefined) return undefined;
    if (value === null) {
      const remedy = "remove the field to keep kube-proxy's default";
      problems.refuse({ path: subject.path, value, problem: "is not a value", remedy });
      return undefined;
    }
    return TYPES[subject.field.type].check(value, { ...subject, problems });
  });
}

function one(check: (value: unknown, subject: Subject) => void): Check {
  return (value, subject) => {
    check(value, subject);
    return value;
  };
}

function each(check: Check): Check {
  return (value, subject) => {
    if (!Array.isArray(value)) {
      refuse(subject, value, "is not a list", "put it in [ ]");
      return value;
    }
    return Array.from(value, (item, index) =>
      checkInput(item, subject.problems, (known, problems) =>
        check(known, { ...subject, path: `${subject.path}[${index}]`, problems }),
      ),
    );
  };
}

function named(check: (value: unknown, subject: Subject) => void): Check {
  return (value, subject) => {
    if (!isRecord(value)) {
      refuse(subject, value, "is not an object", "use names with their values");
      return value;
    }
    const entries = Object.entries(value).map(([name, item]) => {
      const path = `${subject.path}.${name}`;
      return [
        name,
        checkInput(item, subject.problems, (known, problems) =>
          one(check)(known, { ...subject, path, problems }),
        ),
      ];
    });
    return Object.fromEntries(entries);
  };
}

function data(isGood: (value: unknown) => boolean, what: string): Check {
  return (value, subject) => {
    if (!isGood(value)) {
      refuse(subject, value, `is not ${what}`);
      return value;
    }
    return checkWritable(value, subject.path, subject.problems);
  };
}

function refuse({ path, problems }: Subject, value: unknown, problem: string, remedy?: string): void {
  problems.refuse({ path, value, problem, remedy });
}

function checkBoolean(value: unknown, subject: Subject): void {
  if (typeof value === "boolean") return;
  const word = (value === "true" || value === "false") && !subject.problems.masked;
  refuse(subject, value, "is not a boolean", word ? "remove the quotes" : "use true or false");
}

function checkInteger(value: unknown, { field, path, problems }: Subject): void {
  const [min, max] = field.range as readonly [number, number];
  checkWhole(problems, path, value, { min, max });
}

function checkNumber(value: unknown, subject: Subject): void {
  if (!Number.isFinite(value)) refuse(subject, value, "is not a number");
}

function checkName(value: unknown, subject: Subject): void {
  if (typeof value !== "string") refuse(subject, value, "is not text");
}

function checkWord(value: unknown, subject: Subject): void {
  const words = subject.field.words as readonly string[];
  if (words.some((word) => word === value)) return;
  const nearest = subject.problems.masked ? undefined : didYouMean(value, words);
  refuse(subject, value, `is not one of ${words.join(", ")}`, nearest);
}

function checkMinorVersion(value: unknown, subject: Subject): void {
  if (typeof value === "string" && /^\d+\.\d+$/.test(value)) return;
  refuse(subject, value, "is not a minor version of Kubernetes", 'use text such as "1.35"');
}

function checkDuration(value: unknown, subject: Subject): bigint | undefined {
  const duration = typeof value === "string" ? goDuration(value) : undefined;
  if (duration === undefined) {
    const days = typeof value === "string" && /^\d+d$/.test(value) && !subject.problems.masked;
    const remedy = days ? "Go has no unit for days; use hours" : 'use text such as "30s", "1m30s" or "1h"';
    refuse(subject, value, "is not a Go duration", remedy);
  } else if (duration < 0n) {
    refuse(subject, value, "is negative");
  } else return duration;
  return undefined;
}

function checkPeriod(value: unknown, subject: Subject): void {
  if (checkDuration(value, subject) !== 0n) return;
  const remedy = "use a value above 0, or remove the field";
  refuse(
    subject,
    value,
    `does not disable it: kube-proxy reads 0 as its default ${subject.field.default}`,
    remedy,
  );
}

function checkSeconds(value: unknown, subject: Subject): void {
  const duration = checkDuration(value, subject);
  if (duration === undefined || duration % SECOND === 0n) return;
  refuse(subject, value, "has a fraction of a second, which kube-proxy drops", "use whole seconds");
}

function checkIpvsScheduler(value: unknown, { path, context, problems }: Subject): void {
  checkScheduler(value, path, context, problems);
}

function checkAddress(value: unknown, subject: Subject): void {
  if (typeof value === "string" && ipFamily(value)) return;
  refuse(subject, value, "is not an IP address", 'use one such as "0.0.0.0"');
}

function checkAddressAndPort(value: unknown, subject: Subject): void {
  const parts = typeof value === "string" ? addressAndPort(value) : undefined;
  const { path, problems, field } = subject;
  if (value === "") {
    refuse(
      subject,
      value,
      `does not disable it: kube-proxy reads empty text as its default ${field.default}`,
    );
  } else if (parts === undefined) {
    const remedy = `use one such as ${quote(field.default)} or "[::1]:${field.default.split(":")[1]}"`;
    refuse(subject, value, "is not an IP address with or without a port", remedy);
  } else if (path.endsWith("metricsBindAddress") && isEveryInterface(parts.address) && !problems.masked) {
    const problem =
      "serves metrics and the configuration without authentication on all interfaces of every node";
    problems.warn({ path, problem, remedy: "restrict access with a firewall, or use 127.0.0.1" });
  }
}

function checkCidr(value: unknown, subject: Subject): void {
  if (typeof value === "string" && cidrFamily(value)) return;
  const family = typeof value === "string" && !subject.problems.masked ? ipFamily(value) : undefined;
  const remedy = family
    ? `for this address alone, use "${value}/${family === "ipv4" ? 32 : 128}"`
    : 'use one such as "10.0.0.0/8"';
  refuse(subject, value, "is not a CIDR", remedy);
}

function checkNodePortAddress(value: unknown, subject: Subject): void {
  if (value !== "primary") checkCidr(value, subject);
}

function checkPair(value: unknown, subject: Subject): void {
  const parts = typeof value === "string" ? value.split(",") : [];
  const families = parts.map(cidrFamily);
  const isPair = families.length === 2 && families[0] !== families[1];
  if (families.every(Boolean) && (families.length === 1 || isPair)) return;
  if (typeof value === "string" && /\s/.test(value)) {
    refuse(subject, value, "has a space", "write the pair without one");
  } else {
    const remedy = 'use one such as "10.244.0.0/16", or a pair such as "10.244.0.0/16,fd00::/48"';
    refuse(subject, value, "is neither a CIDR nor a pair of an IPv4 CIDR and an IPv6 CIDR", remedy);
  }
}

function checkVmoduleItem(value: unknown, subject: Subject): unknown {
  const { path, problems } = subject;
  if (!isRecord(value)) {
    refuse(subject, value, "is not an object", 'use one such as { filePattern: "proxier", verbosity: 4 }');
    return value;
  }
  checkKeys(problems, path, value, ["filePattern", "verbosity"]);
  const filePattern = checkInput(value.filePattern, problems, (known, problems) => {
    if (typeof known === "string" && /^[^=,]+$/.test(known)) return known;
    const problem = "is not a file name pattern; a pattern has neither = nor a comma";
    problems.refuse({ path: `${path}.filePattern`, value: known, problem });
    return known;
  });
  const verbosity = checkInput(value.verbosity, problems, (known, problems) => {
    checkWhole(problems, `${path}.verbosity`, known, { min: 0, max: 2 ** 31 - 1 });
    return known;
  });
  return { filePattern, verbosity };
}
