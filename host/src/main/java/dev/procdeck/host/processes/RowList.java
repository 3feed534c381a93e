package dev.procdeck.host.processes;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/// An immutable list of rows in pieces that successive samples share, so that one row in ten
/// thousand that changed does not cost a copy of all references.
final class RowList extends AbstractList<ProcessRow> implements RandomAccess {
    private static final int PIECE = 128;

    static final RowList EMPTY = new RowList(new ProcessRow[0][], 0);

    private final ProcessRow[][] pieces;
    private final int size;

    private RowList(ProcessRow[][] pieces, int size) {
        this.pieces = pieces;
        this.size = size;
    }

    /// The first `count` of `rows`; this list itself when they are the same instances.
    RowList with(ProcessRow[] rows, int count) {
        int needed = (count + PIECE - 1) / PIECE;
        ProcessRow[][] next = null;
        for (int i = 0; i < needed; i++) {
            int from = i * PIECE;
            int length = Math.min(PIECE, count - from);
            if (i < pieces.length && isSame(pieces[i], rows, from, length)) {
                continue;
            }
            if (next == null) {
                next = Arrays.copyOf(pieces, needed);
            }
            next[i] = Arrays.copyOfRange(rows, from, from + length);
        }
        if (next == null) {
            return needed == pieces.length
                    ? this
                    : new RowList(Arrays.copyOf(pieces, needed), count);
        }
        return new RowList(next, count);
    }

    private static boolean isSame(ProcessRow[] piece, ProcessRow[] rows, int from, int length) {
        if (piece.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (piece[i] != rows[from + i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ProcessRow get(int index) {
        Objects.checkIndex(index, size);
        return pieces[index / PIECE][index % PIECE];
    }

    @Override
    public int size() {
        return size;
    }
}
