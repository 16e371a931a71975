import type { EvidenceBar } from "../driver/model.js";
import { isKnown } from "./numbers.js";

/** A part of a whole as a bar: `▕█████░░░░░░░░░░░░░░░▏`. `part` is from 0 to 1, `cells` the length of the inner part. */
export function shareBar(part: number, cells: number): string {
  return `▕${filled(part, cells)}▏`;
}

/**
 * Evidence on a log scale, which ends at its threshold: each cell is the same factor of proof. `▕███░░░│` is open,
 * `▕██████▏` has reached it.
 */
export function evidenceBar(bar: EvidenceBar, cells: number): string {
  const part = progress(bar);
  return part >= 1 ? `▕${filled(1, cells)}▏` : `▕${filled(Math.min(part, 1 - 1 / cells), cells)}│`;
}

/** How near an e-value is to its threshold on a log scale, from 0 (no evidence: 1 or less) to 1. */
export function progress({ value, threshold }: EvidenceBar): number {
  if (value >= threshold) return 1;
  if (!isKnown(value) || value <= 1) return 0;
  return isKnown(threshold) ? Math.log(value) / Math.log(threshold) : 0;
}

function filled(part: number, cells: number): string {
  const bounded = isKnown(part) ? Math.min(1, Math.max(0, part)) : 0;
  const full = Math.round(bounded * cells);
  // Something is never shown as nothing, and less than all never as all.
  const shown = bounded === 0 ? 0 : bounded === 1 ? cells : Math.min(cells - 1, Math.max(1, full));
  return "█".repeat(shown) + "░".repeat(cells - shown);
}
