import type { PlannedMessage } from "../engine/resources.js";
import { nameOf } from "../engine/urn.js";
import type { Report, ReportedResource } from "../report/report.js";
import { headline } from "./headline.js";
import { type Columns, columnsOf, objectRows } from "./objectRows.js";
import { glyphs, type Paint, plainly } from "./style.js";
import { wrap } from "./wrap.js";

/** How a report is laid out. */
export interface Layout {
  /** Columns of the screen. Longer lines are wrapped or cut. */
  readonly width: number;
  /** Default: no colors. */
  readonly paint?: Paint;
}

/** The report as lines: the traffic first, then everything else. */
export function reportText(report: Report, layout: Layout): string[] {
  const writer = new Writer(report, layout);
  const tops = report.resources.filter((resource) => resource.parent === undefined);
  const blocks = [
    ...report.traffic.map((row) => writer.component(row.urn, row.component, row.name, headline(row, report))),
    writer.others(tops),
    writer.deleted(),
    writer.notices(),
    writer.outputs(),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

class Writer {
  readonly #columns: Columns;
  readonly #traffic: ReadonlySet<string>;

  constructor(
    readonly report: Report,
    { width, paint = plainly }: Layout,
  ) {
    this.#columns = columnsOf(report, width, paint);
    this.#traffic = new Set(report.traffic.map((row) => row.urn));
  }

  component(urn: string, type: string, name: string, facts: readonly string[]): string[] {
    const { paint, kindWidth, nameWidth } = this.#columns;
    const inside = this.#descendants(urn);
    const objects = this.report.objects.filter((object) => inside.has(object.urn));
    const title = `${type.padEnd(kindWidth + 2)} ${name.padEnd(nameWidth)}`;
    const head = `${paint("strong", title)}   ${facts.join("   ")}`;
    const notices = this.report.messages.filter(
      (message) => message.urn && (message.urn === urn || inside.has(message.urn)),
    );
    return [
      head.trimEnd(),
      ...objectRows(objects, this.#columns),
      ...notices.flatMap((notice) => this.#notice(notice)),
    ];
  }

  /** The resources outside this package's components, as a tree. */
  others(tops: readonly ReportedResource[]): string[] {
    return this.#titled(
      "Other resources",
      tops.flatMap((top) => this.#branch(top, 1)),
    );
  }

  deleted(): string[] {
    const { paint, kindWidth } = this.#columns;
    return this.report.deleted.map(({ kind, name }) =>
      paint("bad", `${glyphs.delete} ${kind.padEnd(kindWidth)} ${name}`),
    );
  }

  /** Messages about other resources, objects that are missing, and objects without a file. */
  notices(): string[] {
    const shown = new Set(this.report.traffic.flatMap((row) => [row.urn, ...this.#descendants(row.urn)]));
    const rest = this.report.messages.filter((message) => !message.urn || !shown.has(message.urn));
    const unnamed = this.report.objects.filter((object) => object.file === undefined);
    return [
      ...rest.flatMap((message) => this.#notice(message, message.urn && `${nameOf(message.urn)}: `)),
      ...this.report.unsupported.flatMap((line) => this.#warning(line)),
      ...unnamed.flatMap((object) =>
        this.#warning(
          `${object.kind} ${nameOf(object.urn)}: its name is known only after an update, so it has no file`,
        ),
      ),
    ];
  }

  outputs(): string[] {
    const lines = Object.entries(this.report.outputs).map(([key, value]) =>
      this.#columns.cut(`  ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    );
    return this.#titled("Outputs", lines);
  }

  #titled(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [this.#columns.paint("strong", title), ...lines];
  }

  #branch(resource: ReportedResource, depth: number): string[] {
    if (this.#traffic.has(resource.urn)) return [];
    const children = this.report.resources.filter((child) => child.parent === resource.urn);
    const below = children.flatMap((child) => this.#branch(child, depth + 1));
    const object = this.report.objects.find(({ urn }) => urn === resource.urn);
    if (object) return [...objectRows([object], this.#columns, depth), ...below];
    // The content of such a component is in the blocks above; its own line would be empty.
    if (resource.is === "component" && below.length === 0 && children.length > 0) return [];
    const note = resource.is === "read" ? "   only read; its values are unknown" : "";
    return [this.#columns.cut(`${"  ".repeat(depth)}${resource.type} ${resource.name}${note}`), ...below];
  }

  #notice(message: PlannedMessage, about: string | undefined = ""): string[] {
    return message.severity === "error" ? [] : this.#warning(`${about}${message.text}`);
  }

  #warning(text: string): string[] {
    const { width, paint } = this.#columns;
    return wrap(text, width - 4).map((line, index) =>
      paint("changed", `  ${index === 0 ? glyphs.warning : " "} ${line}`),
    );
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
