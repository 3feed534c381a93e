import type { ReactNode } from 'react';
import { CopyCommand } from './copy-command';
import './page.css';

interface Props {
  title: string;
  note?: ReactNode;
  command?: string;
  children?: ReactNode;
}

export function PageHead({ title, note, command, children }: Props) {
  return (
    <div className="page-head">
      <div className="page-title">
        <h1>{title}</h1>
        {note && <span className="quiet">{note}</span>}
      </div>
      <div className="page-tools">
        {command && <CopyCommand command={command} />}
        {children}
      </div>
    </div>
  );
}

export function Panel({
  title,
  note,
  className,
  children,
}: {
  title?: ReactNode;
  note?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`panel ${className ?? ''}`}>
      {title && (
        <header className="panel-head">
          <h2>{title}</h2>
          {note && <div className="panel-note">{note}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
