import { layOut, NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './picture-layout';
import { COLUMNS, type PictureModel } from './picture-model';
import classes from './picture.module.css';

/** Characters that fit into a node; the whole text is its title. */
const TITLE_FITS = 29;

/** Drawn on the server and still. On narrow screens and for screen readers the same is told as a list. */
export function Picture({ model }: { model: PictureModel }) {
  const { width, height, nodes, edges } = layOut(model);
  return (
    <>
      <svg
        className={classes.picture}
        viewBox={`0 0 ${width} ${height + 2}`}
        width={width}
        height={height + 2}
        aria-hidden
      >
        {COLUMNS.map((name, column) => (
          <text key={name} className={classes.column} x={(column * (width - NODE_WIDTH)) / (COLUMNS.length - 1)} y={12}>
            {name}
          </text>
        ))}
        {edges.map(({ from, to, tone, path }) => (
          <path key={`${from}→${to}`} className={classes.edge} data-tone={tone} d={path} />
        ))}
        {nodes.map((node) => (
          <Node key={node.id} node={node} />
        ))}
      </svg>
      <PictureList model={model} />
    </>
  );
}

function Node({ node: { x, y, title, subtitle, tone } }: { node: PlacedNode }) {
  return (
    <g transform={`translate(${x} ${y})`} data-tone={tone} className={classes.node}>
      <title>{subtitle ? `${title}: ${subtitle}` : title}</title>
      <rect className={classes.box} x={0.5} y={0.5} width={NODE_WIDTH - 1} height={NODE_HEIGHT - 1} rx={6} />
      {tone !== 'plain' && <rect className={classes.stripe} x={1} y={7} width={3} height={NODE_HEIGHT - 14} rx={1.5} />}
      <text className={classes.title} x={13} y={subtitle ? 20 : 28}>
        {fitted(title)}
      </text>
      {subtitle && (
        <text className={classes.subtitle} x={13} y={36}>
          {fitted(subtitle)}
        </text>
      )}
    </g>
  );
}

function PictureList({ model: { nodes, edges } }: { model: PictureModel }) {
  const behind = (id: string) => nodes.filter((node) => edges.some(({ from, to }) => from === id && to === node.id));
  const attachments = nodes.filter(({ column }) => column === 1);
  const enforcers = nodes.filter(({ column }) => column === 2);
  return (
    <div className={classes.list}>
      <p>
        <span className="dim">Attached to</span>{' '}
        {attachments.map(({ title, subtitle }) => `${title} ${subtitle}`).join('; ')}
      </p>
      <ul>
        {enforcers.map(({ id, title, subtitle }) => (
          <li key={id}>
            <span className="dim">Evaluated by</span> {title}, <span className="dim">where it</span> {subtitle}
            <ul>
              {behind(id).map((target) => (
                <li key={target.id}>
                  {target.subtitle} {target.title}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

const fitted = (text: string) => (text.length > TITLE_FITS ? `${text.slice(0, TITLE_FITS - 1)}…` : text);
