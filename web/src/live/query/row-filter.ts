import { type Rank, rankRow } from './match';
import { parseQuery, type QueryError } from './parse';

/// One query ready to be asked of every frame: a row that did not change since the last frame is not judged again.
export class RowFilter {
  readonly error: QueryError | undefined;
  readonly isEmpty: boolean;
  private readonly terms;
  private readonly known = new WeakMap<object, Rank>();

  constructor(query: string) {
    const parsed = parseQuery(query);
    this.error = 'error' in parsed ? parsed.error : undefined;
    this.terms = 'error' in parsed ? [] : parsed.terms;
    this.isEmpty = this.terms.length === 0;
  }

  rank(row: object): Rank {
    if (this.isEmpty) return 2;
    const known = this.known.get(row);
    if (known !== undefined) return known;
    const rank = rankRow(row, this.terms);
    this.known.set(row, rank);
    return rank;
  }

  apply<Row extends object>(rows: readonly Row[]): readonly Row[] {
    return this.isEmpty ? rows : rows.filter((row) => this.rank(row) > 0);
  }
}
