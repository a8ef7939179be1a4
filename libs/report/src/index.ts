export { jsonReport, upgradeJsonReport } from './json-report.js';
export { textReport, type TextOptions } from './text/text-report.js';
export { decisionReport, type DecidedRequest } from './text/decision-report.js';
export { printable } from './text/printable.js';
export { upgradeReport, type UpgradeTextOptions } from './text/upgrade-report.js';
