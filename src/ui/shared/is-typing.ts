/** Inputs that letters do nothing in. */
const withoutText = /^(checkbox|radio|range|button)$/;

/** Whether a key goes into a field, and means no more than its letter. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target instanceof HTMLInputElement
      ? !withoutText.test(target.type)
      : /^(TEXTAREA|SELECT)$/.test(target.tagName)));
