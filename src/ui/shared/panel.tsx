import type { ReactNode } from "react";

export function Panel({
  title,
  aside,
  className,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={`panel ${className ?? ""}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside !== undefined && <span className="aside">{aside}</span>}
      </header>
      {children}
    </section>
  );
}

/** A page: its name, what is chosen on it, and what it shows of that. */
export function PageFrame({
  title,
  head,
  className = "stack",
  children,
}: {
  readonly title: string;
  /** Beside the name. */
  readonly head: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={className}>
      <div className="page-head">
        <h1>{title}</h1>
        {head}
      </div>
      {children}
    </div>
  );
}

/** An empty page teaches: what goes here, what it is good for, the one button that starts it. */
export function EmptyPage({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className="empty-page">
      <h1>{title}</h1>
      <div className="dim">{children}</div>
      {action !== undefined && <div className="actions">{action}</div>}
    </div>
  );
}
