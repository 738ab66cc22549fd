import type { SectionView } from "../../services/section-contract.ts";
import type { SectionLayer } from "./scene-types.ts";
import type { AmplitudeBitmap, OverlayBitmap } from "./sections-client.ts";

type Picture = AmplitudeBitmap | OverlayBitmap;

/**
 * Owns the pictures of what is shown: whoever hands one in forgets it, and nobody else closes one. While the next section is
 * painted, the last whole layer stays; a layer never holds pictures of two sections, nor a closed one.
 */
export class LayerKeeper {
  #layer: SectionLayer | undefined;
  /** Came before the amplitudes of its section. */
  #early: { readonly key: string; readonly overlay: OverlayBitmap } | undefined;
  /** No longer part of the layer, but perhaps still drawn. */
  readonly #retired = new Set<Picture>();
  readonly #listeners = new Set<() => void>();

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly layer = (): SectionLayer | undefined => this.#layer;

  setAmplitude(section: SectionView, amplitude: AmplitudeBitmap): void {
    const before = this.#layer;
    const early = this.#early?.key === section.key ? this.#early.overlay : undefined;
    const overlay = early ?? (before?.section.key === section.key ? before.overlay : undefined);
    if (early) this.#early = undefined;
    this.#show({ section, amplitude, ...(overlay ? { overlay } : {}) });
  }

  setOverlay(key: string, overlay: OverlayBitmap): void {
    if (this.#layer?.section.key === key) this.#show({ ...this.#layer, overlay });
    else {
      this.#dropEarly();
      this.#early = { key, overlay };
    }
  }

  dropOverlay(): void {
    this.#dropEarly();
    if (!this.#layer?.overlay) return;
    const { section, amplitude } = this.#layer;
    this.#show({ section, amplitude });
  }

  /** Nothing is shown any more. */
  clear(): void {
    this.#dropEarly();
    if (this.#layer) this.#show(undefined);
  }

  /** Closes what was replaced, now that this layer is the one that is drawn. */
  drawn(layer: SectionLayer | undefined): void {
    for (const picture of this.#retired) {
      if (picture === layer?.amplitude || picture === layer?.overlay) continue;
      this.#retired.delete(picture);
      picture.bitmap.close();
    }
  }

  #show(next: SectionLayer | undefined): void {
    const { amplitude, overlay } = this.#layer ?? {};
    if (amplitude && amplitude !== next?.amplitude) this.#retired.add(amplitude);
    if (overlay && overlay !== next?.overlay) this.#retired.add(overlay);
    this.#layer = next;
    for (const listener of this.#listeners) listener();
  }

  /** It was never drawn. */
  #dropEarly(): void {
    this.#early?.overlay.bitmap.close();
    this.#early = undefined;
  }
}
