import { TextInput, type TextInputProps } from '@mantine/core';
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applyOption, type Completion, completeQuery, type Option } from '../live/query/complete';
import { parseQuery } from '../live/query/parse';
import { escapeHostile } from './escape-hostile';
import './query-box.css';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'ref'> {
  ref?: Ref<HTMLInputElement>;
  value: string;
  onText: (text: string) => void;
  /// What values are offered from: the rows that are known now.
  rows: () => readonly object[];
}

const MOST_ROWS = 20_000;
const CLOSED: Completion = { from: 0, to: 0, options: [] };

/// An input for the query language: offers keys, operators and values at the caret, and marks what it does not understand where it stands.
export function QueryInput({ ref, value, onText, rows, ...rest }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => input.current as HTMLInputElement, []);
  const echo = useRef<HTMLDivElement>(null);
  const [completion, setCompletion] = useState(CLOSED);
  const [active, setActive] = useState(-1);
  const caret = useRef<number>(undefined);
  const open = completion.options.length > 0;
  const parsed = parseQuery(value);
  const error = 'error' in parsed ? parsed.error : undefined;

  const offer = (text: string, at: number, asked = false) => {
    setActive(-1);
    setCompletion(completeQuery(text, at, rows().slice(0, MOST_ROWS), asked));
  };
  const close = () => {
    setActive(-1);
    setCompletion(CLOSED);
  };
  const takeOption = (option: Option) => {
    const taken = applyOption(value, completion, option);
    caret.current = taken.caret;
    onText(taken.text);
    if (option.kind === 'value') close();
    else offer(taken.text, taken.caret);
  };
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    if (caret.current !== undefined) {
      element.setSelectionRange(caret.current, caret.current);
      caret.current = undefined;
    }
    const shadow = echo.current;
    if (shadow === null) return;
    const styles = getComputedStyle(element);
    shadow.style.paddingInlineStart = styles.paddingInlineStart;
    shadow.style.fontSize = styles.fontSize;
    shadow.scrollLeft = element.scrollLeft;
  });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = completion.options[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) offer(value, event.currentTarget.selectionStart ?? value.length, true);
      else {
        const count = completion.options.length;
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setActive((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
      }
    } else if (open && event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    } else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      takeOption(chosen);
      return;
    }
    rest.onKeyDown?.(event);
  };

  return (
    <div className={`query-box ${rest.className ?? ''}`}>
      <TextInput
        {...rest}
        className={undefined}
        ref={input}
        value={value}
        onChange={(event) => {
          onText(event.currentTarget.value);
          offer(event.currentTarget.value, event.currentTarget.selectionStart ?? 0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
        onScroll={() => {
          if (echo.current && input.current) echo.current.scrollLeft = input.current.scrollLeft;
        }}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? `${id}-options` : undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
      />
      {error !== undefined && error.code !== 'too_long' && (
        <div ref={echo} className="query-echo" aria-hidden="true">
          {value.slice(0, error.from)}
          <mark>{value.slice(error.from, error.to)}</mark>
          {value.slice(error.to)}
        </div>
      )}
      {open && (
        <div id={`${id}-options`} className="query-options" role="listbox" aria-label={t('query.suggestions')}>
          {completion.options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keyboard for the option it points at.
            <div
              key={option.text}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => takeOption(option)}
            >
              <span className="mono">
                <bdi>{escapeHostile(option.text)}</bdi>
              </span>
              <span className="quiet">
                {option.count === undefined
                  ? t(`query.kind.${option.kind === 'key' ? (option.field?.kind ?? 'text') : option.kind}`)
                  : option.count}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
