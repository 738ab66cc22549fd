import { Component, type ReactNode } from "react";
import { FaultNote } from "../shared/fault-note.tsx";

/** A page that fails says so; the rest of the window and all stored work stay. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const isMissingPart = /dynamically imported module|Importing a module/.test(error.message);
    return (
      <div className="empty-page">
        <FaultNote
          fault={{
            code: "page-failed",
            kind: "internal",
            message: isMissingPart ? "a part of the app is not on this machine yet" : "this page failed",
            advice: isMissingPart
              ? "It is fetched with a network, once; Storage makes the app ready for the field."
              : "What is stored is untouched. Go to another page, or reload.",
            detail: error.stack ?? error.message,
          }}
        />
        <button
          type="button"
          className="button"
          onClick={() => {
            this.setState({ error: undefined });
          }}
        >
          Show it again
        </button>
      </div>
    );
  }
}
