import { FolderOpen } from "lucide-react";
import type { ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";

/** In place of a section whose file a person has to choose again. */
export function MissingFile({
  survey,
  onChooseFiles,
}: {
  readonly survey: OverviewSurvey;
  readonly onChooseFiles: () => void;
}): ReactNode {
  const [name = survey.fileName] = survey.away;
  return (
    <div className="missing-file">
      <FolderOpen size={28} aria-hidden />
      <h2>
        {survey.parts && survey.away.length !== 1
          ? `${survey.away.length} of the ${survey.parts.length} files of ${survey.name} are`
          : `${name} is`}{" "}
        not open in this tab
      </h2>
      <p>
        Samples stay in your own file, and a browser lets go of files when a page is reloaded. Labels,
        features and models of this survey are still here.
      </p>
      <button type="button" className="button primary" onClick={onChooseFiles}>
        Choose {survey.away.length > 1 ? "them" : name}
      </button>
      <p className="faint">or drop it anywhere on this window</p>
    </div>
  );
}
