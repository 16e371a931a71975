import { stripVTControlCharacters } from "node:util";
import { LABELS } from "../../contract/names.js";
import type { PlannedMessage } from "../engine/resources.js";
import { nameOf } from "../engine/urn.js";
import type { Report, ReportedObject, ReportedResource } from "../report/report.js";
import { headline } from "./headline.js";
import { glyphs, type Paint, plainly, type Style } from "./style.js";
import { essence, fieldText } from "./summary.js";
import { wrap } from "./wrap.js";

/** How a report is laid out. */
export interface Layout {
  /** Columns of the screen; lines that would be longer are wrapped or cut. */
  readonly width: number;
  /** Default: no colour. */
  readonly paint?: Paint;
}

// Changes of one object that are shown; a new image with its probes fits, a rewritten manifest is counted.
const MOST_FIELDS = 4;

/** The report as lines: what happens to the traffic first, then everything else. */
export function reportText(report: Report, layout: Layout): string[] {
  const writer = new Writer(report, layout);
  const tops = report.resources.filter((resource) => resource.parent === undefined);
  const traffic = new Set(report.traffic.map((row) => row.urn));
  const blocks = [
    ...report.traffic.map((row) => writer.component(row.urn, row.component, row.name, headline(row, report))),
    writer.others(tops, traffic),
    writer.deleted(),
    writer.notices(),
    writer.outputs(),
  ];
  return joinBlocks(blocks);
}

/** The one line that ends a report: `2 objects change, 7 stay`. */
export function countText(report: Report): string {
  const count = (change: ReportedObject["change"]) =>
    report.objects.filter((object) => object.change === change).length;
  if (report.objects.length + report.deleted.length === 0) return "no Kubernetes objects";
  const parts = [
    count("create") > 0 && `${objects(count("create"))} to create`,
    count("change") > 0 && `${objects(count("change"))} ${count("change") === 1 ? "changes" : "change"}`,
    report.deleted.length > 0 && `${objects(report.deleted.length)} to delete`,
  ].filter((part) => part !== false);
  const same = count("same");
  const stay =
    same > 0 ? [`${parts.length > 0 ? same : objects(same)} ${same === 1 ? "stays" : "stay"}`] : [];
  return parts.length === 0 ? ["nothing changes", ...stay].join(", ") : [...parts, ...stay].join(", ");
}

/** An error of the program without the frames of the SDK and of Node, which say nothing about the program. */
export function errorText(message: string): string {
  const foreign = /^\s+at .*(node_modules|node:|<anonymous>)/;
  return stripVTControlCharacters(message)
    .trimEnd()
    .split("\n")
    .filter((line) => !foreign.test(line))
    .join("\n")
    .replace(/^(error serializing property "[^"]*": )\1+/, "$1"); // said once for every resource that the value feeds
}

class Writer {
  readonly #width: number;
  readonly #paint: Paint;
  // Columns are as wide as the widest entry of the whole report, so that they line up from block to block.
  readonly #kindWidth: number;
  readonly #nameWidth: number;

  constructor(
    readonly report: Report,
    layout: Layout,
  ) {
    this.#width = layout.width;
    this.#paint = layout.paint ?? plainly;
    this.#kindWidth = Math.max(15, ...report.objects.map((object) => object.kind.length));
    const names = [...report.objects.map(label), ...report.traffic.map((row) => row.name)];
    this.#nameWidth = Math.min(40, Math.max(...names.map((name) => name.length), 0));
  }

  component(urn: string, type: string, name: string, facts: readonly string[]): string[] {
    const inside = this.#descendants(urn);
    const objects = this.report.objects.filter((object) => inside.has(object.urn));
    const title = `${type.padEnd(this.#kindWidth + 2)} ${name.padEnd(this.#nameWidth)}`;
    const head = `${this.#paint("strong", title)}   ${facts.join("   ")}`;
    const notices = this.report.messages.filter(
      (message) => message.urn && (message.urn === urn || inside.has(message.urn)),
    );
    return [head.trimEnd(), ...this.#objects(objects), ...notices.flatMap((notice) => this.#notice(notice))];
  }

  /** The resources outside this package's components, as a tree. */
  others(tops: readonly ReportedResource[], traffic: ReadonlySet<string>): string[] {
    const lines = tops.flatMap((top) => this.#branch(top, traffic, 1));
    return lines.length === 0 ? [] : [this.#paint("strong", "Other resources"), ...lines];
  }

  deleted(): string[] {
    return this.report.deleted.map(({ kind, name }) =>
      this.#paint("bad", `${glyphs.delete} ${kind.padEnd(this.#kindWidth)} ${name}`),
    );
  }

  /** What was logged about no component of this package, what is missing, and files that cannot be named yet. */
  notices(): string[] {
    const shown = new Set(this.report.traffic.flatMap((row) => [row.urn, ...this.#descendants(row.urn)]));
    const rest = this.report.messages.filter((message) => !message.urn || !shown.has(message.urn));
    const unnamed = this.report.objects.filter((object) => object.file === undefined);
    return [
      ...rest.flatMap((message) => this.#notice(message, message.urn && `${nameOf(message.urn)}: `)),
      ...this.report.unsupported.flatMap((line) => this.#wrap(line)),
      ...unnamed.flatMap((object) =>
        this.#wrap(
          `${object.kind} ${nameOf(object.urn)}: its name is known only after an update, so it has no file`,
        ),
      ),
    ];
  }

  outputs(): string[] {
    const entries = Object.entries(this.report.outputs);
    const lines = entries.map(([key, value]) =>
      this.#cut(`  ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    );
    return lines.length === 0 ? [] : [this.#paint("strong", "Outputs"), ...lines];
  }

  #branch(resource: ReportedResource, traffic: ReadonlySet<string>, depth: number): string[] {
    if (traffic.has(resource.urn)) return [];
    const children = this.report.resources.filter((child) => child.parent === resource.urn);
    const below = children.flatMap((child) => this.#branch(child, traffic, depth + 1));
    const object = this.report.objects.find(({ urn }) => urn === resource.urn);
    if (object) return [...this.#objects([object], depth), ...below];
    // A component whose only content is shown above would stand there empty.
    if (resource.is === "component" && below.length === 0 && children.length > 0) return [];
    const note = resource.is === "read" ? "   only read, its values are unknown here" : "";
    return [this.#cut(`${"  ".repeat(depth)}${resource.type} ${resource.name}${note}`), ...below];
  }

  #objects(objects: readonly ReportedObject[], depth = 1): string[] {
    const indent = "  ".repeat(depth - 1);
    const rows = objects.map((object) => ({
      object,
      texts: this.#changes(object),
      order: this.#order(object, objects),
    }));
    const change = Math.max(
      0,
      ...rows.filter((row) => row.order !== "").map((row) => row.texts[0]?.length ?? 0),
    );
    return rows.flatMap(({ object, texts, order }) => {
      const [first = "", ...more] = texts;
      const head = `${indent}${glyphs[object.change]} ${object.kind.padEnd(this.#kindWidth)} ${label(object).padEnd(this.#nameWidth)}`;
      const line = `${head}   ${first.padEnd(change)}   ${order}`.trimEnd();
      const under = " ".repeat(head.length + 3);
      return [line, ...more.map((text) => under + text)].map((text) =>
        this.#style(object.change, this.#cut(text)),
      );
    });
  }

  #changes(object: ReportedObject): string[] {
    if (object.change !== "change" || object.fields.length === 0) return [essence(object.document)];
    // How Pulumi is to wait changes with what it waits for; alone it is worth a line, beside that it is noise.
    const told = object.fields.filter(({ path }) => !path.startsWith('metadata.annotations["pulumi.com/'));
    const fields = told.length > 0 ? told : object.fields;
    const shown = fields.slice(0, MOST_FIELDS).map(fieldText);
    const left = fields.length - shown.length;
    return left > 0 ? [...shown, `and ${left} more ${left === 1 ? "field" : "fields"}`] : shown;
  }

  #order(object: ReportedObject, siblings: readonly ReportedObject[]): string {
    if (isConfig(object)) return ""; // it stands before the pods that read it, and moves no traffic
    const config = new Set(siblings.filter(isConfig).map(({ urn }) => urn));
    const before = object.waitsFor.filter((_, index) => !config.has(object.waitsForUrns[index] ?? ""));
    if (before.length > 0) return `after ${before.join(", ")}`;
    return siblings.some((other) => other.waitsForUrns.includes(object.urn)) ? "first" : "";
  }

  #notice(message: PlannedMessage, about: string | undefined = ""): string[] {
    return message.severity === "error" ? [] : this.#wrap(`${about}${message.text}`);
  }

  #wrap(text: string): string[] {
    return wrap(text, this.#width - 4).map((part, index) =>
      this.#paint("changed", `  ${index === 0 ? glyphs.warning : " "} ${part}`),
    );
  }

  #cut(line: string): string {
    return line.length <= this.#width ? line : `${line.slice(0, this.#width - 1)}…`;
  }

  #style(change: ReportedObject["change"], line: string): string {
    const styles: Record<ReportedObject["change"], Style> = {
      create: "good",
      change: "changed",
      same: "faint",
    };
    return this.#paint(styles[change], line);
  }

  #descendants(urn: string): Set<string> {
    const found = new Set<string>();
    const walk = (parent: string): void => {
      for (const child of this.report.resources.filter((resource) => resource.parent === parent)) {
        found.add(child.urn);
        walk(child.urn);
      }
    };
    walk(urn);
    return found;
  }
}

/** True for a ConfigMap or Secret that belongs to an app. */
function isConfig({ document }: ReportedObject): boolean {
  const metadata = document.metadata as { labels?: Record<string, unknown> } | undefined;
  return metadata?.labels?.[LABELS.config] !== undefined;
}

function label(object: ReportedObject): string {
  return object.name ?? nameOf(object.urn);
}

function objects(count: number): string {
  return count === 1 ? "1 object" : `${count} objects`;
}

function joinBlocks(blocks: readonly string[][]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}
