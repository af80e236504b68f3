import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { classes } from './classes.ts';

export type Column<Row> = {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Of the column on a wide screen; without it the column takes what is left. */
  width?: string;
  /** On which screens it is shown; on a phone the cells of a row stand below each other, in two columns. */
  from?: 'phone' | 'tablet' | 'desk';
  className?: string;
};

const shownFrom = {
  phone: 'block md:table-cell',
  tablet: 'hidden md:table-cell',
  desk: 'hidden xl:table-cell',
};

type VirtualTableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  count: number;
  /** Undefined while it is on its way. */
  rowAt: (index: number) => Row | undefined;
  keyOf: (row: Row) => string;
  /** Told which rows are in sight. */
  onRange?: (first: number, last: number) => void;
};

const rowHeight = 57;

const Cells = <Row,>({ row, columns }: { row: Row | undefined; columns: readonly Column<Row>[] }) => (
  <>
    {columns.map(({ id, cell, from = 'phone', className }) => (
      <td
        key={id}
        className={classes(
          'min-w-0 overflow-hidden md:px-2 md:py-1.5 md:first:pl-4 md:last:pr-4',
          shownFrom[from],
          className,
        )}
      >
        {row === undefined ? <span className="text-soft">…</span> : cell(row)}
      </td>
    ))}
  </>
);

/** A table of any length: it holds only the rows that are in sight, and scrolls with the page. */
export const VirtualTable = <Row,>({
  label,
  columns,
  count,
  rowAt,
  keyOf,
  onRange,
}: VirtualTableProps<Row>) => {
  const frame = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const { top = 0 } = frame.current?.getBoundingClientRect() ?? {};
    setScrollMargin(top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollMargin,
    getItemKey: (index) => {
      const row = rowAt(index);
      return row === undefined ? index : keyOf(row);
    },
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
  const above = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtual.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);

  return (
    <div ref={frame}>
      <table
        aria-label={label}
        aria-rowcount={count + 1}
        className="block w-full text-left md:table md:table-fixed"
      >
        <thead className="hidden md:table-header-group">
          <tr aria-rowindex={1} className="border-b border-line text-xs text-soft">
            {columns.map(({ id, head, width, from = 'phone' }) => (
              <th
                key={id}
                scope="col"
                style={width === undefined ? {} : { width }}
                className={classes('px-2 py-2 font-medium first:pl-4 last:pr-4', shownFrom[from])}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          <tr aria-hidden className="block md:table-row" style={{ height: above }} />
          {items.map(({ key, index }) => (
            <tr
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-rowindex={index + 2}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 hover:bg-raised/60 md:table-row md:h-[57px]"
            >
              <Cells row={rowAt(index)} columns={columns} />
            </tr>
          ))}
          <tr aria-hidden className="block md:table-row" style={{ height: Math.max(0, below) }} />
        </tbody>
      </table>
    </div>
  );
};
