import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** The order of the API behind this heading, where it has one. */
  readonly order?: string;
  /** Which way that order runs. */
  readonly way?: "ascending" | "descending";
  /** The cell that names the row. */
  readonly heads?: boolean;
  readonly number?: boolean;
}
interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly order?: string;
  readonly sort?: (order: string) => void;
}

/** A table whose headings sort where there is an order for them. */
export function Table<Row>({ caption, columns, rows, keyOf, order, sort }: Props<Row>) {
  return (
    <div class="scroll" role="group" tabIndex={0} aria-label={caption}>
      <table class="rows">
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = column.order !== undefined && column.order === order;
              return (
                <th scope="col" key={column.name} class={column.number ? "number" : undefined} aria-sort={sorted ? (column.way ?? "ascending") : undefined}>
                  {column.order && sort ? (
                    <button type="button" class="sort" onClick={() => sort(column.order ?? "")}>
                      {column.name} <span aria-hidden="true">{sorted ? (column.way === "descending" ? "▼" : "▲") : "↕"}</span>
                    </button>
                  ) : column.name}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) =>
                column.heads ? (
                  <th scope="row" key={column.name}>{column.cell(row)}</th>
                ) : (
                  <td key={column.name} class={column.number ? "number" : undefined}>{column.cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
