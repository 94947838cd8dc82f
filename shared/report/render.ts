import type { Audit } from '../model/audit.ts';
import { htmlReport } from './html/page.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

export const reportFormats = ['text', 'json', 'markdown', 'html', 'sarif', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface RenderOptions {
  /** Colour for a terminal; text alone heeds it. */
  colour?: boolean;
}

const renderers = {
  text: textReport,
  json: jsonReport,
  markdown: markdownReport,
  html: htmlReport,
  sarif: sarifReport,
  junit: junitReport,
} satisfies Record<ReportFormat, (audit: Audit, options: RenderOptions) => string>;

/** The same audit gives the same bytes (C-14, I-32): no time of its own, a stable order. */
export function renderReport(format: ReportFormat, audit: Audit, options: RenderOptions = {}): string {
  return renderers[format](audit, options);
}
