import type { ReactNode } from 'react';
import classes from './drawing.module.css';
import { columnLeft, layOut, NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout';
import type { PictureModel } from './model';

/** Characters that fit into a node; the whole text is its title. */
const TITLE_FITS = 29;

/** Drawn on the server and still. On narrow screens and for screen readers the children tell the same in words. */
export function Drawing({ model, children }: { model: PictureModel; children: ReactNode }) {
  const { columns } = model;
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
        {columns.map((name, column) => (
          <text key={name} className={classes.column} x={columnLeft(column)} y={12}>
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
      <div className={classes.list}>{children}</div>
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

const fitted = (text: string) => (text.length > TITLE_FITS ? `${text.slice(0, TITLE_FITS - 1)}…` : text);
