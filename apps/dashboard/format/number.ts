const grouped = new Intl.NumberFormat('en-GB');

/** 12345 → "12,345". */
export const formatNumber = (value: number): string => grouped.format(value);

/** "1 cluster", "12,345 clusters". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** A part of a whole as a percentage that never rounds a rest away: "<1 %", ">99 %". */
export function formatShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const share = (part / whole) * 100;
  if (share < 1) return '<1 %';
  if (share > 99 && share < 100) return '>99 %';
  return `${Math.round(share)} %`;
}
