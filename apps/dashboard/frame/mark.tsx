/** The sign of Waymark: a signpost with two boards. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden focusable="false">
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path d="M11.2 4.5h1.6v15h-1.6z" fill="#fff" />
      <path d="M6 6h10l2.5 2.25L16 10.5H6z" fill="#fff" />
      <path d="M18 11.75H9.5L7 14l2.5 2.25H18z" fill="#fff" fillOpacity=".72" />
    </svg>
  );
}
