import { type ReactNode, useEffect } from 'react';

type PageProps = {
  /** Of the document too. */
  title: string;
  heading?: ReactNode;
  above?: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A page: its heading, what one can do here, and what there is. */
export const Page = ({ title, heading = title, above, about, actions, children }: PageProps) => {
  useEffect(() => {
    document.title = `${title} · Carillon`;
  }, [title]);
  return (
    <div className="mx-auto flex w-full max-w-[1400px] flex-col gap-4 p-4 md:p-6">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          {above !== undefined && <div className="mb-1 text-xs text-soft">{above}</div>}
          <h1 className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-xl font-semibold break-words">
            {heading}
          </h1>
          {about !== undefined && <p className="mt-1 text-sm text-soft">{about}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
};
