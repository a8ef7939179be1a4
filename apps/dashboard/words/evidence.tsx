import type { Fact } from '../api/shapes';
import classes from './evidence.module.css';
import { objectName } from './object-name';
import { Prose } from './prose';

/** The chain of reasons: what holds, and where a person can check it. */
export function Evidence({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return <p className="dim">The engine gave no reason.</p>;
  return (
    <ol className={classes.steps}>
      {facts.map(({ fact, object, field, file, line }, index) => (
        <li key={index} className={classes.step}>
          <p>
            <Prose text={fact} />
          </p>
          <p className={classes.place}>
            <span>{objectName(object)}</span>
            {field && <code>{field}</code>}
            {file && (
              <code>
                {file}
                {line > 0 && `:${line}`}
              </code>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
