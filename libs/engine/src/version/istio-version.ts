/** The minor releases whose behaviour the engine knows, oldest first (semantics section 8). */
export const ISTIO_RELEASES = ['1.22', '1.23', '1.24', '1.25', '1.26', '1.27', '1.28', '1.29', '1.30', '1.31', '1.32'];

/** The newest of them; used when nothing tells the version. */
export const NEWEST_ISTIO = '1.32';

const RELEASE = /^v?(\d+)\.(\d+)(?:\.(\d+))?/;

/** Whether the text starts like a release: `1.28`, `1.28.2`, `v1.30.0-rc.1`, `1.28.2-distroless`. */
export const isRelease = (version: string): boolean => RELEASE.test(version);

/** `1.28.2-distroless` → `1.28.2`; a text that is no release stays as it is. */
export const releaseOf = (version: string): string => RELEASE.exec(version)?.[0].replace(/^v/, '') ?? version;

const numbers = (version: string): [number, number, number] => {
  const [, major = '0', minor = '0', patch = '0'] = RELEASE.exec(version) ?? [];
  return [Number(major), Number(minor), Number(patch)];
};

/** Negative when `a` is older than `b`. A missing patch counts as 0; what stands after the numbers is ignored. */
export function compareVersions(a: string, b: string): number {
  const left = numbers(a);
  const right = numbers(b);
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Whether the version is a release whose behaviour the engine knows: `1.28`, `1.28.2`, but not `1.9`, `2.0` or `latest`. */
export const isKnownRelease = (version: string): boolean =>
  isRelease(version) && ISTIO_RELEASES.includes(numbers(version).slice(0, 2).join('.'));

/** The minor number of a release of Istio 1: 28 of `1.28.2`; null for anything else. */
export function minorOf(version: string): number | null {
  const [major, minor] = numbers(version);
  return isRelease(version) && major === 1 ? minor : null;
}
