import type { PlannedMessage } from "../engine/resources.js";
import { nameOf } from "../engine/urn.js";
import type { Report } from "../report/report.js";
import { headline } from "./headline.js";
import { missingTexts } from "./missingText.js";
import { type Columns, columnsOf, objectRows } from "./objectRows.js";
import { outputLines } from "./outputs.js";
import { GAP, INDENT, layOut } from "./rows.js";
import { glyphs, type Layout, type Paint, plainly } from "./style.js";
import { treeRows } from "./tree.js";
import { flow, proseWidth, wrap } from "./wrap.js";

/** The report as lines: the traffic first, then everything else. */
export function reportText(report: Report, layout: Layout): string[] {
  const writer = new Writer(report, layout);
  const blocks = [
    ...report.traffic.map((row) => writer.component(row.urn, row.component, row.name, headline(row, report))),
    writer.others(),
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
  readonly #paint: Paint;
  /** The URNs of the components of this package, and of all that is inside them. */
  readonly #inTraffic: ReadonlySet<string>;

  constructor(
    readonly report: Report,
    { width, paint = plainly }: Layout,
  ) {
    this.#columns = columnsOf(report, width);
    this.#paint = paint;
    this.#inTraffic = new Set(report.traffic.flatMap((row) => [row.urn, ...this.#descendants(row.urn)]));
  }

  component(urn: string, type: string, name: string, facts: readonly string[]): string[] {
    const { width } = this.#columns;
    const inside = this.#descendants(urn);
    const objects = this.report.objects.filter((object) => inside.has(object.urn));
    const notices = this.report.messages.filter(
      (message) => message.urn && (message.urn === urn || inside.has(message.urn)),
    );
    return [
      ...this.#head(type, name, facts),
      ...layOut(objectRows(objects, this.#columns), width, this.#paint),
      ...notices.flatMap((notice) => this.#notice(notice)),
    ];
  }

  /** The resources outside this package's components, as a tree. */
  others(): string[] {
    const rows = treeRows(this.report, this.#inTraffic, this.#columns);
    return this.#titled("Other resources", layOut(rows, this.#columns.width, this.#paint));
  }

  deleted(): string[] {
    const { kindWidth, width, whereOf } = this.#columns;
    const rows = this.report.deleted.map((object) => ({
      head: `${glyphs.delete} ${object.kind.padEnd(kindWidth)} ${object.name}`,
      texts: [whereOf(object)],
      order: "",
      style: "bad" as const,
    }));
    return layOut(rows, width, this.#paint);
  }

  /** Messages about other resources, objects that are missing, and objects without a file. */
  notices(): string[] {
    const rest = this.report.messages.filter((message) => !message.urn || !this.#inTraffic.has(message.urn));
    const unnamed = this.report.objects.filter((object) => object.file === undefined);
    return [
      ...rest.flatMap((message) => this.#notice(message, message.urn && `${nameOf(message.urn)}: `)),
      ...this.report.unsupported.flatMap((line) => this.#warning(line)),
      ...missingTexts(this.report).flatMap((line) => this.#warning(line)),
      ...unnamed.flatMap((object) =>
        this.#warning(
          `${object.kind} ${nameOf(object.urn)}: its name is known only after an update, so it has no file`,
        ),
      ),
    ];
  }

  outputs(): string[] {
    return this.#titled("Outputs", outputLines(this.report.outputs));
  }

  #titled(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [this.#paint("strong", title), ...lines];
  }

  /** The first line of a component. Facts that do not fit next to its name continue below them. */
  #head(type: string, name: string, facts: readonly string[]): string[] {
    const { width, kindWidth, nameWidth } = this.#columns;
    const title = `${type.padEnd(kindWidth + 2)} ${name.padEnd(nameWidth)}`;
    const gap = " ".repeat(GAP);
    const room = width - title.length - GAP;
    if (facts.some((fact) => fact.length > room)) {
      const below = flow(facts, width - INDENT, gap).map((line) => " ".repeat(INDENT) + line);
      return [this.#paint("strong", title.trimEnd()), ...below];
    }
    const [first = "", ...more] = flow(facts, room, gap);
    const head = `${this.#paint("strong", title)}${gap}${first}`.trimEnd();
    return [head, ...more.map((line) => " ".repeat(title.length + GAP) + line)];
  }

  #notice(message: PlannedMessage, about: string | undefined = ""): string[] {
    const text = `${about}${message.text}`;
    if (message.severity === "error") return [];
    return message.severity === "info" ? this.#marked(glyphs.note, text) : this.#warning(text);
  }

  #warning(text: string): string[] {
    return this.#marked(glyphs.warning, text).map((line) => this.#paint("changed", line));
  }

  #marked(glyph: string, text: string): string[] {
    const lines = wrap(text, proseWidth(this.#columns.width) - 4);
    return lines.map((line, index) => `  ${index === 0 ? glyph : " "} ${line}`);
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
