import { Explained } from '../words/explained';
import tags from '../words/tags.module.css';

interface Way {
  readonly bypasses: boolean;
  readonly guarded: boolean;
}

/** Whether one way to a service crosses its waypoint. */
export function WayTag({ way }: { way: Way }) {
  const { label, explanation, tone } = wordsOf(way);
  return (
    <Explained tip={explanation} className={tags.effect} tone={tone}>
      <span className={tags.dot} aria-hidden />
      {label}
    </Explained>
  );
}

function wordsOf({ bypasses, guarded }: Way) {
  if (!bypasses) {
    return { label: 'crosses', tone: 'as-written', explanation: 'The waypoint sees it, and enforces its policies.' };
  }
  return guarded
    ? {
        label: 'guarded',
        tone: 'not-crossed',
        explanation: 'It does not cross the waypoint, but an ALLOW policy at the pods refuses whom it does not name.',
      }
    : {
        label: 'around',
        tone: 'no-effect',
        explanation: 'It reaches the pods without crossing the waypoint: the policies there are not applied.',
      };
}
