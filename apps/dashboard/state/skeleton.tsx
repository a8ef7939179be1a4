import classes from './skeleton.module.css';

/** Shapes of the final layout while its data is on the way. One live region says so. */
export function Loading({ children }: { children: React.ReactNode }) {
  return (
    <div role="status" aria-live="polite">
      <span className="only-read">Loading</span>
      <div aria-hidden>{children}</div>
    </div>
  );
}

export function TableSkeleton({ rows = 12, columns = 6 }: { rows?: number; columns?: number }) {
  return (
    <Loading>
      <div className={classes.table}>
        {Array.from({ length: rows + 1 }, (_, row) => (
          <div key={row} className={classes.row}>
            {Array.from({ length: columns }, (_unused, column) => (
              <span key={column} className={classes.line} data-wide={column === 0 || undefined} />
            ))}
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** In place of a filter whose choices are on the way: a form that is replaced would lose what is put into it. */
export function FilterSkeleton({ fields }: { fields: number }) {
  return (
    <Loading>
      <div className={classes.filter}>
        {Array.from({ length: fields }, (_, field) => (
          <span key={field} className={classes.field} data-wide={field === 0 || undefined} />
        ))}
      </div>
    </Loading>
  );
}

export function TilesSkeleton({ tiles = 6 }: { tiles?: number }) {
  return (
    <Loading>
      <div className={classes.tiles}>
        {Array.from({ length: tiles }, (_, tile) => (
          <div key={tile} className={classes.tile}>
            <span className={classes.line} />
            <span className={classes.figure} />
          </div>
        ))}
      </div>
    </Loading>
  );
}

export function HeaderSkeleton() {
  return (
    <Loading>
      <div className={classes.header}>
        <span className={classes.title} />
        <span className={classes.line} />
      </div>
    </Loading>
  );
}

export function PanelSkeleton({ lines = 6 }: { lines?: number }) {
  return (
    <Loading>
      <div className={classes.panel}>
        {Array.from({ length: lines }, (_, line) => (
          <span key={line} className={classes.line} />
        ))}
      </div>
    </Loading>
  );
}
